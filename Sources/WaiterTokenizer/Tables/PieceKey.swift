internal import CWaiterTokenizer

typealias Bytes = UnsafePointer<UInt8>

/// A piece of at most 15 bytes, stored as two words. The words contain the bytes and, in the top byte, the length.
struct PieceKey {
    var low: UInt64
    var high: UInt64

    static var longest: Int { 15 }

    @inline(__always)
    init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// Creates a key. Sixteen bytes must be readable at `start`.
    @inline(__always)
    init(_ start: Bytes, count: Int) {
        let parts = waiter_key(count)
        low = load64(start) & parts.low
        high = (load64(start + 8) & parts.high) | parts.length
    }

    @inline(__always) var count: Int { Int(truncatingIfNeeded: high &>> 56) }

    /// The hash of the key. The function is duplicated in make_tables.py.
    @inline(__always) var hash: UInt64 {
        let product = (low ^ mixer1).multipliedFullWidth(by: high ^ mixer2)
        return product.high ^ product.low
    }
}

// These are computed properties, because global constants would be initialized lazily in the hot loops.
@inline(__always) var mixer1: UInt64 { 0x9E37_79B9_7F4A_7C15 }
@inline(__always) var mixer2: UInt64 { 0xC2B2_AE3D_27D4_EB4F }
@inline(__always) var mixer3: UInt32 { 0x9E37_79B1 }

@inline(__always) func load64(_ address: Bytes) -> UInt64 {
    UnsafeRawPointer(address).loadUnaligned(as: UInt64.self)
}

@inline(__always) func load32(_ address: Bytes) -> UInt32 {
    UnsafeRawPointer(address).loadUnaligned(as: UInt32.self)
}

@inline(__always) func prefetch(_ address: UnsafeRawPointer) {
    waiter_prefetch(address)
}
