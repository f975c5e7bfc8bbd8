/// The members of a JSON object, in document order.
///
/// The order matters because models follow the order of the properties in a schema. As in JSON, two objects with the
/// same members in different orders are equal. Keys are looked up by linear search in small objects and by hash in
/// large objects.
public struct JSONObject: Sendable {
    /// The members, in order. Keys are unique.
    public private(set) var members: [(key: String, value: JSONValue)]
    private var index: [String: Int]?

    static let hashedFrom = 16

    /// Creates an empty object.
    public init() {
        members = []
    }

    /// Creates an object from key-value pairs, preserving their order. If a key occurs more than once, the last value
    /// is stored at the position of the key's first occurrence.
    public init(_ pairs: some Sequence<(String, JSONValue)>) {
        self.init()
        for (key, value) in pairs { self[key] = value }
    }

    /// The number of members.
    public var count: Int { members.count }

    /// Whether the object has no members.
    public var isEmpty: Bool { members.isEmpty }

    /// The keys in order.
    public var keys: [String] { members.map(\.key) }

    /// Accesses the value for a key. Setting the value to `nil` removes the member, and setting a value for a new key
    /// appends a member.
    public subscript(key: String) -> JSONValue? {
        get { position(of: key).map { members[$0].value } }
        set {
            switch (position(of: key), newValue) {
            case (let position?, let value?): members[position].value = value
            case (let position?, nil): remove(at: position)
            case (nil, let value?): append(key, value)
            case (nil, nil): break
            }
        }
    }

    private func position(of key: String) -> Int? {
        if let index { return index[key] }
        return members.firstIndex { $0.key == key }
    }

    private mutating func append(_ key: String, _ value: JSONValue) {
        members.append((key, value))
        if index != nil {
            index?[key] = members.count - 1
        } else if members.count >= Self.hashedFrom {
            rebuildIndex()
        }
    }

    /// Replaces the value of the last member and returns the previous value. The object must not be empty.
    mutating func exchangeLast(_ value: JSONValue) -> JSONValue {
        let last = members.count - 1
        let previous = members[last].value
        members[last].value = value
        return previous
    }

    private mutating func remove(at position: Int) {
        members.remove(at: position)
        if index != nil { rebuildIndex() }
    }

    private mutating func rebuildIndex() {
        index = Dictionary(uniqueKeysWithValues: members.enumerated().map { ($0.element.key, $0.offset) })
    }
}

extension JSONObject: Equatable {
    /// Returns whether both objects have the same members, in any order.
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count && left.members.allSatisfy { right[$0.key] == $0.value }
    }
}

extension JSONObject: Hashable {
    /// Hashes the members, regardless of their order.
    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for (key, value) in members {
            var member = Hasher()
            member.combine(key)
            member.combine(value)
            sum &+= member.finalize()
        }
        hasher.combine(sum)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    /// Creates an object from a literal, preserving the order.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements)
    }
}

extension JSONObject: Sequence {
    /// Iterates over the members in order.
    public func makeIterator() -> IndexingIterator<[(key: String, value: JSONValue)]> {
        members.makeIterator()
    }
}
