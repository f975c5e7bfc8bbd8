/// A parser for the headers of the image formats that models accept.
///
/// The parser is based on the specifications of PNG (W3C, IHDR), GIF89a (logical screen), JPEG (ITU T.81, frame
/// headers) and WebP (RFC 9649).
struct ImageHeader {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    private func has(_ text: String, at offset: Int) -> Bool { bytes.dropFirst(offset).starts(with: text.utf8) }

    /// Reads a big-endian integer of `count` bytes. Returns `nil` if the integer extends beyond the end of the data.
    private func big(_ offset: Int, _ count: Int) -> Int? {
        guard offset + count <= bytes.count else { return nil }
        return bytes[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
    }

    private func little(_ offset: Int, _ count: Int) -> Int? {
        guard offset + count <= bytes.count else { return nil }
        return bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    var png: (width: Int, height: Int)? {
        guard bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]), has("IHDR", at: 12), let width = big(16, 4),
            let height = big(20, 4)
        else { return nil }
        return (width, height)
    }

    var gif: (width: Int, height: Int)? {
        guard has("GIF8", at: 0), let width = little(6, 2), let height = little(8, 2) else { return nil }
        return (width, height)
    }

    var webp: (width: Int, height: Int)? {
        guard has("RIFF", at: 0), has("WEBP", at: 8) else { return nil }
        if has("VP8X", at: 12), let width = little(24, 3), let height = little(27, 3) {
            return (width + 1, height + 1)
        }
        if has("VP8L", at: 12), bytes.count > 20, bytes[20] == 0x2F, let bits = little(21, 4) {
            return (bits & 0x3FFF + 1, bits >> 14 & 0x3FFF + 1)
        }
        if has("VP8 ", at: 12), big(23, 3) == 0x9D012A, let width = little(26, 2), let height = little(28, 2) {
            return (width & 0x3FFF, height & 0x3FFF)
        }
        return nil
    }

    var jpeg: (width: Int, height: Int)? {
        guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
        var offset = 2
        while let marker = big(offset, 2), marker >> 8 == 0xFF {
            let kind = marker & 0xFF
            switch kind {
            case 0xFF: offset += 1
            case 0x01, 0xD0...0xD8: offset += 2
            case 0xC0...0xC3, 0xC5...0xC7, 0xC9...0xCB, 0xCD...0xCF:
                guard let height = big(offset + 5, 2), let width = big(offset + 7, 2) else { return nil }
                return (width, height)
            default:
                guard let length = big(offset + 2, 2), length >= 2 else { return nil }
                offset += 2 + length
            }
        }
        return nil
    }
}
