/// A JSON value with JSON Schema's equality: `1` equals `1.0`, and strings are compared by code point.
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

    func hash(into hasher: inout Hasher) {
        switch value {
        case .null: hasher.combine(0)
        case .bool(let bool): hasher.combine(bool)
        // Equal numbers in either case are also equal as `Double`.
        case .integer, .number: hasher.combine(value.doubleValue)
        case .string(let text):
            for byte in text.utf8 { hasher.combine(byte) }
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
    /// Compares two numbers exactly: negative if this one is less, 0 if they are equal; `nil` unless both are numbers.
    func compared(toNumber other: JSONValue) -> Int? {
        switch (self, other) {
        case (.integer(let left), .integer(let right)): left < right ? -1 : left == right ? 0 : 1
        case (.number(let left), .number(let right)): left < right ? -1 : left == right ? 0 : 1
        case (.integer(let left), .number(let right)): Self.compare(left, right)
        case (.number(let left), .integer(let right)): -Self.compare(right, left)
        default: nil
        }
    }

    /// Compares an integer with a number, without rounding the integer.
    private static func compare(_ integer: Int64, _ number: Double) -> Int {
        guard number < 0x1p63 else { return -1 }
        guard number >= -0x1p63 else { return 1 }
        let whole = number.rounded(.towardZero)
        let other = Int64(whole)
        if integer != other { return integer < other ? -1 : 1 }
        return number == whole ? 0 : (whole < number ? -1 : 1)
    }
}
