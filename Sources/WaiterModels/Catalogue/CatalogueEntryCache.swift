internal import Synchronization

/// A cache of parsed catalogue entries, which is ignored by equality and hashing.
final class CatalogueEntryCache: Sendable, Hashable {
    private let entries = Mutex<[String: CatalogueEntry]>([:])

    /// Returns the cached entry for an ID, parsing it on first use; a missing entry is not cached.
    func entry(_ id: String, read: () -> CatalogueEntry?) -> CatalogueEntry? {
        if let known = entries.withLock({ $0[id] }) { return known }
        guard let entry = read() else { return nil }
        entries.withLock { $0[id] = entry }
        return entry
    }

    static func == (a: CatalogueEntryCache, b: CatalogueEntryCache) -> Bool { true }

    func hash(into hasher: inout Hasher) {}
}
