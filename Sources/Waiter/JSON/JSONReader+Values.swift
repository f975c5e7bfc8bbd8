extension JSONReader {
    /// Reads a value of any type.
    ///
    /// - Throws: `JSONError`, with `.tooManyValues` if the values use more memory than the reader's budget allows.
    package mutating func readValue() throws(JSONError) -> JSONValue {
        switch peek() {
        case UInt8(ascii: "\""):
            let (bytes, isEscaped) = try readStringBytes()
            if bytes.count > 15 { try charge(bytes.count &+ JSONBudget.text) }
            return .string(JSONStringDecoder.text(bytes, isEscaped: isEscaped))
        case UInt8(ascii: "{"): return .object(try readObject())
        case UInt8(ascii: "["): return .array(try readElements())
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .bool(try readBool())
        case UInt8(ascii: "n"):
            _ = try readNull()
            return .null
        default: return try readNumber() ?? .null
        }
    }

    private mutating func readObject() throws(JSONError) -> JSONObject {
        try charge(JSONBudget.object)
        try beginObject()
        var object = JSONObject()
        var first = true
        while let key = try nextKey(first: &first) {
            let isHashed = object.count >= JSONObject.hashedFrom
            try charge((isHashed ? JSONBudget.hashedMember : JSONBudget.member) &+ key.storedBytes)
            object[key.text] = try readValue()
        }
        return object
    }

    private mutating func readElements() throws(JSONError) -> [JSONValue] {
        try charge(JSONBudget.storage)
        try beginArray()
        var elements: [JSONValue] = []
        var first = true
        while try nextElement(first: &first) {
            if elements.count == Self.countedFrom {
                elements.reserveCapacity(elements.count + (try remainingElements()))
            }
            try charge(JSONBudget.element)
            elements.append(try readValue())
        }
        return elements
    }

    /// The number of elements to read before counting those that are left. The count is needed because growing a large
    /// array temporarily doubles its memory use.
    private static var countedFrom: Int { 1 << 15 }

    /// Returns the number of elements from the next element to the end of the array.
    private func remainingElements() throws(JSONError) -> Int {
        var ahead = self
        var (count, first) = (0, false)
        repeat {
            // This call charges the budget of `ahead`. The reader's own budget is charged when the values are read.
            try ahead.charge(JSONBudget.element)
            try ahead.skipValue()
            count += 1
        } while try ahead.nextElement(first: &first)
        return count
    }
}

extension JSONReader {
    /// Reads an array of values of one type.
    ///
    /// The budget is charged more than twice the size of each value. The extra charge is needed because an array
    /// doubles its storage when it grows, and the allocator cannot reuse all of the old storage.
    ///
    /// - Parameter read: A closure that reads the value at the reader's position, given its index.
    /// - Returns: The values.
    /// - Throws: `JSONError`, with `.tooManyValues` if the values exceed the reader's budget, or any error thrown by
    ///   `read`.
    mutating func elements<Element>(
        _ read: (inout JSONReader, _ index: Int) throws -> Element
    ) throws -> [Element] {
        var elements: [Element] = []
        var first = true
        try beginArray()
        while try nextElement(first: &first) {
            try charge(5 * MemoryLayout<Element>.stride / 2)
            elements.append(try read(&self, elements.count))
        }
        return elements
    }
}
