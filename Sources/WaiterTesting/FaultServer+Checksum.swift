extension FaultServer {
    /// The length and a checksum of a byte sequence. Both values are independent of how the sequence is split into
    /// chunks.
    ///
    /// The checksum is fast even in debug builds. It is not a cryptographic digest.
    public struct Checksum: Sendable, Hashable {
        /// The number of bytes added so far.
        public private(set) var byteCount: Int64 = 0
        private var state: UInt64 = 0x9AE1_6A3B_2F90_404F
        /// The bytes after the last complete word, in little-endian order.
        private var partial: UInt64 = 0
        private var partialCount: UInt64 = 0

        /// Creates the checksum of an empty sequence.
        public init() {}

        /// Creates the checksum of the given bytes.
        public init(_ bytes: [UInt8]) {
            bytes.withUnsafeBytes { update($0) }
        }

        /// Adds bytes.
        public mutating func update(_ bytes: UnsafeRawBufferPointer) {
            byteCount += Int64(bytes.count)
            var offset = 0
            while partialCount > 0, offset < bytes.count {
                add(bytes[offset])
                offset += 1
            }
            // The method uses `while` loops, because iterating over a range in a debug build takes longer than the
            // arithmetic.
            while offset + 8 <= bytes.count {
                add(word: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
                offset += 8
            }
            while offset < bytes.count {
                add(bytes[offset])
                offset += 1
            }
        }

        private mutating func add(_ byte: UInt8) {
            partial |= UInt64(byte) << (partialCount &* 8)
            partialCount &+= 1
            guard partialCount == 8 else { return }
            add(word: partial)
            (partial, partialCount) = (0, 0)
        }

        private mutating func add(word: UInt64) {
            let product = (state ^ word) &* 0x9E37_79B9_7F4A_7C15
            state = product ^ (product &>> 29)
        }
    }
}
