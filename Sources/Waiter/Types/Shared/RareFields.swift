/// Fields of a value that most of its instances lack.
protocol RareFields: Hashable, Sendable {
    /// All of them absent.
    init()
}

/// Rare fields behind one reference, so that a value that is copied for every token stays small.
///
/// When all are absent nothing is allocated. A change makes a new object, which keeps the semantics of a value.
struct Rare<Fields: RareFields>: Hashable, Sendable {
    private final class Storage: Sendable {
        let fields: Fields

        init(_ fields: Fields) { self.fields = fields }
    }

    private var storage: Storage?

    init() {}

    /// The fields, or nil when all are absent.
    var fields: Fields? { storage?.fields }

    /// Whether all are absent.
    var isEmpty: Bool { storage == nil }

    /// Changes the fields.
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
