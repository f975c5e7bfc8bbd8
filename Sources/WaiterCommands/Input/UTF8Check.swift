/// Finds bytes that are no UTF-8.
package enum UTF8Check {
    /// The offset of the first byte that is no part of a valid character; nil when all are.
    package static func firstInvalidByte(in bytes: [UInt8]) -> Int? {
        if String(validating: bytes, as: UTF8.self) != nil { return nil }
        var index = 0
        while index < bytes.count {
            let length = length(of: bytes[index])
            let end = min(index + length, bytes.count)
            guard length > 0, String(validating: bytes[index..<end], as: UTF8.self) != nil else { return index }
            index = end
        }
        return nil
    }

    /// How many bytes a character has by its first one; 0 for a byte that begins none.
    private static func length(of lead: UInt8) -> Int {
        switch lead {
        case 0..<0x80: 1
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 0
        }
    }
}
