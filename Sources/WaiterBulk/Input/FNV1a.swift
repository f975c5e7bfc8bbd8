/// The 64-bit FNV-1a hash. See http://www.isthe.com/chongo/tech/comp/fnv/
package struct FNV1a: Sendable, Hashable {
    /// The hash of all bytes that have been added so far.
    package private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    package init() {}

    /// Creates the hash of the UTF-8 bytes of the given text.
    package init(_ text: String) {
        for byte in text.utf8 { add(byte) }
    }

    package mutating func update(_ bytes: [UInt8]) {
        for byte in bytes { add(byte) }
    }

    private mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
