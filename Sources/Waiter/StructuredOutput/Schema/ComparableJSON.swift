/// A JSON value that is compared as JSON Schema specifies: `1` equals `1.0`, and strings are compared by code point.
struct ComparableJSON: Hashable, Sendable {
    let value: JSONValue

    init(_ value: JSONValue) {
        self.value = value
    }

    static func == (left: ComparableJSON, right: ComparableJSON) -> Bool {
        equal(left.value, right.value)
    }

    private static func equal(_ left: JSONValue, _ right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.array(let left), .array(let right)):
            left.count == right.count && zip(left, right).allSatisfy { equal($0, $1) }
        case (.object(let left), .object(let right)):
            left.count == right.count
                && left.members.allSatisfy { member in right[member.key].map { equal(member.value, $0) } ?? false }
        default: left.compared(toNumber: right) == 0
        }
    }

    /// Returns the indices of two equal elements, or `nil` if all elements are different.
    ///
    /// A sorted array of hashes is used because it takes far less memory than a set.
    static func duplicates(in elements: [JSONValue]) -> (first: Int, second: Int)? {
        // The upper half of each entry contains half of a hash, and the lower half contains the index.
        var entries = elements.indices.map { index in
            UInt64(truncatingIfNeeded: ComparableJSON(elements[index]).hashValue) << 32 | UInt64(index)
        }
        entries.sort()
        var start = 0
        for end in entries.indices.dropFirst() {
            if entries[end] >> 32 != entries[start] >> 32 { start = end }
            for entry in entries[start..<end] {
                let (first, second) = (Int(entry & 0xFFFF_FFFF), Int(entries[end] & 0xFFFF_FFFF))
                if equal(elements[first], elements[second]) { return (first, second) }
            }
        }
        return nil
    }

    func hash(into hasher: inout Hasher) {
        switch value {
        case .null: hasher.combine(0)
        case .bool(let bool): hasher.combine(bool)
        // Equal values must have equal hashes. An integer that cannot be represented exactly as a `Double` can equal
        // only another integer, so it is hashed as an integer. If such integers were hashed as a `Double`, up to 1024
        // of them would have the same hash.
        case .integer(let integer):
            let number = Double(integer)
            if Int64(exactly: number) == integer { hasher.combine(number) } else { hasher.combine(integer) }
        case .number(let number): hasher.combine(number)
        case .string(var text):
            text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
            hasher.combine(UInt8(0xFF))
        case .array(let elements):
            hasher.combine(elements.count)
            for element in elements { ComparableJSON(element).hash(into: &hasher) }
        case .object(let object):
            var sum = 0
            for (key, value) in object {
                var member = Hasher()
                member.combine(key)
                ComparableJSON(value).hash(into: &member)
                sum &+= member.finalize()
            }
            hasher.combine(sum)
        }
    }
}

extension JSONValue {
    /// Compares two numbers exactly. The result is negative if this number is less than the other number, 0 if the
    /// numbers are equal, and positive if this number is greater. The result is `nil` if either value is not a
    /// number.
    func compared(toNumber other: JSONValue) -> Int? {
        switch (self, other) {
        case (.integer(let left), .integer(let right)): left < right ? -1 : left == right ? 0 : 1
        case (.number(let left), .number(let right)): left < right ? -1 : left == right ? 0 : 1
        case (.integer(let left), .number(let right)): Self.compare(left, right)
        case (.number(let left), .integer(let right)): -Self.compare(right, left)
        default: nil
        }
    }

    /// Compares an integer with a floating-point number, without rounding the integer.
    private static func compare(_ integer: Int64, _ number: Double) -> Int {
        guard number < 0x1p63 else { return -1 }
        guard number >= -0x1p63 else { return 1 }
        let whole = number.rounded(.towardZero)
        let other = Int64(whole)
        if integer != other { return integer < other ? -1 : 1 }
        return number == whole ? 0 : (whole < number ? -1 : 1)
    }
}
