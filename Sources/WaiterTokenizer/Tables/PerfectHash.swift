/// A table in which every key that it knows has a slot of its own, found without trying.
///
/// A slot holds a value of 18 bits and, below it, 14 bits of the hash, by which nearly all unknown keys are recognised. The
/// hashes are written down a second time in make_tables.py.
///
/// `@unchecked Sendable`: the pointers lead to constants of the executable.
struct PerfectHash: @unchecked Sendable {
    /// A slot, and what it must hold in its lowest 14 bits to be meant.
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

    /// For keys that are one number.
    @inline(__always)
    func place(key: UInt64) -> Place {
        let m = key &* mixer1
        return place(hash: m ^ m &>> 32)
    }

    /// The value at a place, if it is meant; otherwise nil.
    @inline(__always)
    func value(at place: Place) -> UInt32? {
        let slot = slots[place.slot]
        return slot & 0x3FFF == place.mark ? slot &>> 14 : nil
    }
}
