internal import Synchronization

/// A cache of values derived from a catalogue's members, excluded from equality and hashing.
final class CatalogueCache: Sendable, Hashable {
    private struct State {
        var entries: [String: CatalogueEntry] = [:]
        /// The entries by model name; `nil` for an unknown model.
        var models: [String: CatalogueEntry?] = [:]
        var values: [Key: any Sendable] = [:]
    }

    private struct Key: Hashable {
        let type: ObjectIdentifier
        let model: String
    }

    /// The number of model names to remember; programs may pass any names, such as those of fine-tuned models.
    static let limit = 512
    /// The maximum length in bytes of a model name to remember.
    private static let longestName = 256

    private let state = Mutex(State())

    /// Returns the cached entry for an ID, parsing it on first use; a missing entry is not cached.
    func entry(_ id: String, read: () -> CatalogueEntry?) -> CatalogueEntry? {
        if let known = state.withLock({ $0.entries[id] }) { return known }
        guard let entry = read() else { return nil }
        state.withLock { $0.entries[id] = entry }
        return entry
    }

    /// Returns the cached entry for a model name, searching for it on first use; `nil` for an unknown model.
    func model(_ name: String, find: () -> CatalogueEntry?) -> CatalogueEntry? {
        if let known = state.withLock({ $0.models[name] }) { return known }
        let entry = find()
        guard name.utf8.count <= Self.longestName else { return entry }
        state.withLock { state in
            if state.models.count >= Self.limit { state.models = [:] }
            state.models[name] = .some(entry)
        }
        return entry
    }

    /// Returns the cached value of a type for a model name, creating it on first use.
    func value<Value: Sendable>(for model: String, make: () -> Value) -> Value {
        let key = Key(type: ObjectIdentifier(Value.self), model: model)
        if let known = state.withLock({ $0.values[key] }) as? Value { return known }
        let value = make()
        guard model.utf8.count <= Self.longestName else { return value }
        state.withLock { state in
            if state.values.count >= Self.limit { state.values = [:] }
            state.values[key] = value
        }
        return value
    }

    static func == (a: CatalogueCache, b: CatalogueCache) -> Bool { true }

    func hash(into hasher: inout Hasher) {}
}
