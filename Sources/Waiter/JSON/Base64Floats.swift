/// Decodes base64-encoded little-endian 32-bit floats. This is the most compact encoding for embeddings.
package enum Base64Floats {
    /// Decodes a base64 string.
    ///
    /// - Throws: `InvalidVector` if the text contains a character outside the base64 alphabet, an incomplete float, NaN
    ///   or infinity.
    package static func decode(_ text: UnsafeBufferPointer<UInt8>) throws -> [Float] {
        var text = text
        while text.last == UInt8(ascii: "=") { text = UnsafeBufferPointer(rebasing: text.dropLast()) }
        let rest = text.count % 4
        let byteCount = text.count / 4 * 3 + (rest == 0 ? 0 : rest - 1)
        guard rest != 1, byteCount % 4 == 0 else { throw InvalidVector() }
        var isValid = false
        let floats = [Float](unsafeUninitializedCapacity: byteCount / 4) { buffer, count in
            count = byteCount / 4
            isValid = table.withUnsafeBufferPointer { decode(text, into: UnsafeMutableRawBufferPointer(buffer), $0) }
            isValid = isValid && isFinite(UnsafeRawBufferPointer(buffer))
            guard UInt32(1).littleEndian != 1 else { return }
            for index in 0..<count { buffer[index] = Float(bitPattern: UInt32(littleEndian: buffer[index].bitPattern)) }
        }
        guard isValid else { throw InvalidVector() }
        return floats
    }

    private static func decode(
        _ text: UnsafeBufferPointer<UInt8>,
        into output: UnsafeMutableRawBufferPointer,
        _ table: UnsafeBufferPointer<UInt32>
    ) -> Bool {
        guard !text.isEmpty else { return true }
        guard let input = text.baseAddress, let bytes = output.baseAddress, let lookup = table.baseAddress else {
            return false
        }
        var seen: UInt32 = 0
        var (from, to) = (0, 0)
        // Each store writes four bytes, even though a group decodes to only three. The next store overwrites the fourth
        // byte.
        while from + 4 <= text.count, to + 4 <= output.count {
            let group =
                lookup[Int(input[from])] | lookup[256 + Int(input[from + 1])] | lookup[512 + Int(input[from + 2])]
                | lookup[768 + Int(input[from + 3])]
            seen |= group
            bytes.storeBytes(of: group.littleEndian, toByteOffset: to, as: UInt32.self)
            from += 4
            to += 3
        }
        while from < text.count {
            var group: UInt32 = 0
            let length = min(4, text.count - from)
            for place in 0..<length { group |= lookup[place * 256 + Int(input[from + place])] }
            seen |= group
            for place in 0..<(length - 1) {
                bytes.storeBytes(
                    of: UInt8(truncatingIfNeeded: group >> (8 * place)),
                    toByteOffset: to + place,
                    as: UInt8.self
                )
            }
            from += length
            to += length - 1
        }
        return seen & invalid == 0
    }

    /// Returns whether all floats are finite. NaN and infinity have the highest exponent.
    private static func isFinite(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let words = bytes.bindMemory(to: UInt32.self)
        var found: UInt32 = 0
        for word in words {
            let exponent = UInt32(littleEndian: word) & 0x7F80_0000
            // The addition sets bit 31 only for the highest exponent.
            found |= exponent &+ 0x0080_0000
        }
        return found & 0x8000_0000 == 0
    }

    private static let invalid: UInt32 = 0xFF00_0000

    /// A lookup table that maps each character to its six bits, shifted to their position in the three little-endian
    /// bytes of a group. Each of the four positions in a group has its own range of entries.
    private static let table: [UInt32] = {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var table = [UInt32](repeating: invalid, count: 1024)
        for (value, character) in alphabet.enumerated() {
            for place in 0..<4 {
                let bits = UInt32(value) << (18 - 6 * UInt32(place))
                table[place * 256 + Int(character)] = (bits >> 16) & 0xFF | bits & 0xFF00 | (bits & 0xFF) << 16
            }
        }
        return table
    }()
}
