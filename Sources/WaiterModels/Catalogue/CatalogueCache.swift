internal import Synchronization

/// A cache of values that are derived from a catalogue's members. It does not affect equality or hashing.
final class CatalogueCache: Sendable, Hashable {
    private struct State {
        var entries: [String: CatalogueEntry] = [:]
        /// The entries, keyed by model name. The value is `nil` for an unknown model.
        var models: [String: CatalogueEntry?] = [:]
        var values: [Key: any Sendable] = [:]
    }

    private struct Key: Hashable {
        let type: ObjectIdentifier
        let model: String
    }

    /// The maximum number of model names to cache. The number is limited because programs can pass arbitrary names,
    /// such as those of fine-tuned models.
    static let limit = 512
    /// The maximum length in bytes of a cached model name.
    private static let longestName = 256

    private let state = Mutex(State())

    /// Returns the cached entry for an ID, parsing the entry on first use. A missing entry is not cached.
    func entry(_ id: String, read: () -> CatalogueEntry?) -> CatalogueEntry? {
        if let known = state.withLock({ $0.entries[id] }) { return known }
        guard let entry = read() else { return nil }
        state.withLock { $0.entries[id] = entry }
        return entry
    }

    /// Returns the cached entry for a model name, or `nil` for an unknown model. The entry is looked up on first use.
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

    /// Returns the cached value for a model name and a type, creating the value on first use.
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
