/// A minimal gzip encoder for tests.
public enum Gzip {
    /// Returns the text as a gzip member with a single stored (uncompressed) block.
    public static func stored(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        let length = UInt16(bytes.count)
        let sizes = [length, ~length].flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        return header + [1] + sizes + bytes + trailer(bytes)
    }

    private static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]

    private static func trailer(_ bytes: [UInt8]) -> [UInt8] {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return [~crc, UInt32(bytes.count)].flatMap { value in
            (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
        }
    }

    /// A gzip bomb that contains 20 MB of zeros in 130 kB. It consists of one literal and 80,000 copies with length 258
    /// and distance 1, encoded with fixed Huffman codes.
    public static let bomb: [UInt8] = {
        var bits = BitWriter()
        bits.write(1, 1)
        bits.write(1, 2)
        bits.writeCode(0b0011_0000, 8)
        for _ in 0..<80_000 {
            bits.writeCode(0b1100_0101, 8)
            bits.writeCode(0, 5)
        }
        bits.writeCode(0, 7)
        return header + bits.bytes + [0, 0, 0, 0, 0, 0, 0, 0]
    }()

    private struct BitWriter {
        var bytes: [UInt8] = []
        private var used = 8

        mutating func write(_ value: Int, _ count: Int) {
            for bit in 0..<count {
                if used == 8 {
                    bytes.append(0)
                    used = 0
                }
                bytes[bytes.count - 1] |= UInt8((value >> bit) & 1) << UInt8(used)
                used += 1
            }
        }

        /// Writes a Huffman code with the most significant bit first.
        mutating func writeCode(_ code: Int, _ count: Int) {
            for bit in (0..<count).reversed() { write((code >> bit) & 1, 1) }
        }
    }
}
