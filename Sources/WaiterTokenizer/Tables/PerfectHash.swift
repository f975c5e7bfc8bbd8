/// A perfect hash table, in which every known key has its own slot.
///
/// A slot holds an 18-bit value and, below the value, some bits of the hash. These hash bits are used to reject most
/// unknown keys. The hash functions are duplicated in make_tables.py.
///
/// `@unchecked Sendable`: the pointers refer to constants in the executable.
struct PerfectHash<Slot: HashSlot>: @unchecked Sendable {
    /// A slot and the value that its low bits must have for a match.
    struct Place {
        var slot: Int
        var mark: UInt32
    }

    private let slots: Bytes
    private let displacements: UnsafePointer<UInt16>
    private let bucketShift: UInt64
    private let slotCount: UInt64

    init(_ displacements: UnsafePointer<UInt16>, _ slots: Bytes, _ bucketBits: UInt32, _ count: UInt32) {
        self.displacements = displacements
        self.slots = slots
        bucketShift = UInt64(64 - bucketBits)
        slotCount = UInt64(count)
    }

    @inline(__always)
    func place(hash: UInt64) -> Place {
        let displacement = UInt32(displacements[Int(truncatingIfNeeded: hash &>> bucketShift)])
        let q = (UInt32(truncatingIfNeeded: hash) ^ displacement) &* mixer3
        return Place(slot: Int(truncatingIfNeeded: (UInt64(q) &* slotCount) &>> 32), mark: q & Slot.markMask)
    }

    /// Returns the slot for an integer key.
    @inline(__always)
    func place(key: UInt64) -> Place {
        let m = key &* mixer1
        return place(hash: m ^ m &>> 32)
    }

    /// Returns the address of a slot, for prefetching.
    @inline(__always)
    func address(of place: Place) -> Bytes { slots + place.slot &* Slot.size }

    /// Returns the value at a slot and whether the slot's hash bits match.
    @inline(__always)
    func entry(at place: Place) -> (value: UInt32, isMatch: Bool) {
        // The byte after a three-byte slot belongs to the next slot.
        let slot = load32(address(of: place)) & Slot.mask
        return (slot &>> Slot.markBits, slot & Slot.markMask == place.mark)
    }

    /// Returns the value at a slot, or `nil` if the hash bits of the slot do not match.
    @inline(__always)
    func value(at place: Place) -> UInt32? {
        let entry = entry(at: place)
        return entry.isMatch ? entry.value : nil
    }
}

/// The layout of the slots in a `PerfectHash`.
protocol HashSlot {
    /// The size of a slot in bytes.
    static var size: Int { get }
}

extension HashSlot {
    /// A mask that selects the slot's bits from the four bytes at its address.
    @inline(__always) static var mask: UInt32 { ~0 &>> UInt32(truncatingIfNeeded: 32 &- 8 &* size) }
    /// The number of bits below the value.
    @inline(__always) static var markBits: UInt32 { UInt32(truncatingIfNeeded: 8 &* size &- 18) }
    /// A mask that selects the bits below the value.
    @inline(__always) static var markMask: UInt32 { 1 &<< markBits &- 1 }
}

/// A slot with 6 bits of the hash, for keys that are usually known.
enum ThreeByteSlot: HashSlot {
    @inline(__always) static var size: Int { 3 }
}

/// A slot with 14 bits of the hash, for keys that are usually unknown.
enum FourByteSlot: HashSlot {
    @inline(__always) static var size: Int { 4 }
}
