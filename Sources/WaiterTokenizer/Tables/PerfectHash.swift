/// A perfect hash table, in which every known key has its own slot.
///
/// A slot holds an 18-bit value and, below it, 14 bits of the hash, which reject nearly all unknown keys. The hash
/// functions are duplicated in make_tables.py.
///
/// `@unchecked Sendable`: the pointers refer to constants in the executable.
struct PerfectHash: @unchecked Sendable {
    /// A slot, and the value its low 14 bits must have for a match.
    struct Place {
        var slot: Int
        var mark: UInt32
    }

    let slots: UnsafePointer<UInt32>
    private let displacements: UnsafePointer<UInt16>
    private let bucketShift: UInt64
    private let slotCount: UInt64

    init(_ displacements: UnsafePointer<UInt16>, _ slots: UnsafePointer<UInt32>, _ bucketBits: UInt32, _ count: UInt32)
    {
        self.displacements = displacements
        self.slots = slots
        bucketShift = UInt64(64 - bucketBits)
        slotCount = UInt64(count)
    }

    @inline(__always)
    func place(hash: UInt64) -> Place {
        let displacement = UInt32(displacements[Int(truncatingIfNeeded: hash &>> bucketShift)])
        let q = (UInt32(truncatingIfNeeded: hash) ^ displacement) &* mixer3
        return Place(slot: Int(truncatingIfNeeded: (UInt64(q) &* slotCount) &>> 32), mark: q & 0x3FFF)
    }

    /// Returns the slot for an integer key.
    @inline(__always)
    func place(key: UInt64) -> Place {
        let m = key &* mixer1
        return place(hash: m ^ m &>> 32)
    }

    /// Returns the value at a slot if it matches, or `nil` otherwise.
    @inline(__always)
    func value(at place: Place) -> UInt32? {
        let slot = slots[place.slot]
        return slot & 0x3FFF == place.mark ? slot &>> 14 : nil
    }
}
