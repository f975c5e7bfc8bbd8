/// A text encoding other than UTF-8, named as in `iconv`.
package enum TextEncoding: String, Sendable, CaseIterable {
    case utf16LittleEndian = "UTF-16LE"
    case utf16BigEndian = "UTF-16BE"
    case utf32LittleEndian = "UTF-32LE"
    case utf32BigEndian = "UTF-32BE"
    case windows1252 = "WINDOWS-1252"
    case windows1251 = "WINDOWS-1251"
    case windows1250 = "WINDOWS-1250"
    case koi8 = "KOI8-R"
    case ibm850 = "IBM850"
    case shiftJIS = "SHIFT_JIS"
    case eucJP = "EUC-JP"
    case eucKR = "EUC-KR"
    case gb18030 = "GB18030"

    /// Returns the encoding that a byte-order mark indicates and the length of the mark.
    static func marked(_ bytes: [UInt8]) -> (encoding: TextEncoding, length: Int)? {
        if bytes.starts(with: [0xFF, 0xFE, 0, 0]), bytes.count % 4 == 0 { return (.utf32LittleEndian, 4) }
        if bytes.starts(with: [0, 0, 0xFE, 0xFF]) { return (.utf32BigEndian, 4) }
        if bytes.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
        if bytes.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
        return nil
    }

    /// Decodes bytes without a byte-order mark. Returns `nil` for malformed bytes and for encodings that this method
    /// does not decode.
    func text(_ bytes: ArraySlice<UInt8>) -> String? {
        switch self {
        case .utf16LittleEndian, .utf16BigEndian:
            guard bytes.count % 2 == 0 else { return nil }
            let isBig = self == .utf16BigEndian
            let units = stride(from: bytes.startIndex, to: bytes.endIndex, by: 2).map { at in
                let (first, second) = (UInt16(bytes[at]), UInt16(bytes[at + 1]))
                return isBig ? first << 8 | second : second << 8 | first
            }
            return String(validating: units, as: UTF16.self)
        case .utf32LittleEndian, .utf32BigEndian:
            guard bytes.count % 4 == 0 else { return nil }
            let isBig = self == .utf32BigEndian
            let units = stride(from: bytes.startIndex, to: bytes.endIndex, by: 4).map { at in
                (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[isBig ? at + $1 : at + 3 - $1]) }
            }
            return String(validating: units, as: UTF32.self)
        case .windows1252:
            var scalars = String.UnicodeScalarView()
            for byte in bytes {
                guard let scalar = Self.windows1252Scalar(byte) else { return nil }
                scalars.append(scalar)
            }
            return String(scalars)
        default: return nil
        }
    }

    /// The Unicode characters for the bytes 0x80 to 0x9F in Windows-1252, or 0 for bytes that are undefined.
    private static let windows1252High: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]

    private static func windows1252Scalar(_ byte: UInt8) -> Unicode.Scalar? {
        guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
        let value = windows1252High[Int(byte) - 0x80]
        return value == 0 ? nil : Unicode.Scalar(value)
    }
}
