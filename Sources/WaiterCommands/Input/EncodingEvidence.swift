/// Detects encodings that can be determined with certainty from the bytes alone.
enum EncodingEvidence {
    /// Returns the encoding of UTF-16 text without a byte-order mark, or `nil` if the text is malformed, contains
    /// control characters, or is not mostly ASCII.
    static func wide(_ bytes: [UInt8]) -> TextEncoding? {
        guard bytes.count >= 4, bytes.count % 2 == 0 else { return nil }
        let odd = nulShare(bytes, parity: 1)
        let even = nulShare(bytes, parity: 0)
        let encoding: TextEncoding
        if odd >= 0.7, even == 0 {
            encoding = .utf16LittleEndian
        } else if even >= 0.7, odd == 0 {
            encoding = .utf16BigEndian
        } else {
            return nil
        }
        guard let text = encoding.text(bytes[...]) else { return nil }
        let isText = text.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x09, 0x0A, 0x0C, 0x0D: true
            case 0..<0x20, 0x7F..<0xA0: false
            default: scalar.properties.generalCategory != .unassigned && scalar.value & 0xFFFE != 0xFFFE
            }
        }
        return isText ? encoding : nil
    }

    /// Returns the share of code units whose byte at the given position is zero.
    static func nulShare(_ bytes: [UInt8], parity: Int) -> Double {
        let count = stride(from: parity, to: bytes.count, by: 2).count { bytes[$0] == 0 }
        return Double(count) / Double(max(1, bytes.count / 2))
    }

    /// Returns Windows-1252 if every non-ASCII byte is plausible in western European text and no other single-byte
    /// encoding fits, or `nil` otherwise.
    static func western(_ bytes: [UInt8]) -> TextEncoding? {
        guard let survey = WesternSurvey(bytes) else { return nil }
        return survey.isCertain ? .windows1252 : nil
    }
}
