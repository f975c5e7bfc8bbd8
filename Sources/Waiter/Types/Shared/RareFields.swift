/// Optional fields that most instances of a type leave unset.
protocol RareFields: Hashable, Sendable {
    /// Creates a value with every field unset.
    init()
}

/// Rarely used fields, stored behind a single reference. Values that are copied for every token therefore stay small.
///
/// No memory is allocated if every field is unset. Each change replaces the storage object, which preserves value
/// semantics.
struct Rare<Fields: RareFields>: Hashable, Sendable {
    private final class Storage: Sendable {
        let fields: Fields

        init(_ fields: Fields) { self.fields = fields }
    }

    private var storage: Storage?

    init() {}

    /// The fields, or `nil` if all fields are unset.
    var fields: Fields? { storage?.fields }

    /// Whether all fields are unset.
    var isEmpty: Bool { storage == nil }

    /// Updates the fields through a closure.
    mutating func update(_ change: (inout Fields) -> Void) {
        var fields = storage?.fields ?? Fields()
        change(&fields)
        storage = fields == Fields() ? nil : Storage(fields)
    }

    static func == (left: Rare, right: Rare) -> Bool {
        left.storage === right.storage || left.fields == right.fields
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(fields)
    }
}
