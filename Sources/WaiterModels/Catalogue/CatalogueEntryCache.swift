internal import Synchronization

/// The entries of a catalogue that have been read already; it makes no two catalogues different.
final class CatalogueEntryCache: Sendable, Hashable {
    private let entries = Mutex<[String: CatalogueEntry]>([:])

    /// The entry of an id, read when it is asked for the first time; only what there is is kept.
    func entry(_ id: String, read: () -> CatalogueEntry?) -> CatalogueEntry? {
        if let known = entries.withLock({ $0[id] }) { return known }
        guard let entry = read() else { return nil }
        entries.withLock { $0[id] = entry }
        return entry
    }

    static func == (a: CatalogueEntryCache, b: CatalogueEntryCache) -> Bool { true }

    func hash(into hasher: inout Hasher) {}
}
