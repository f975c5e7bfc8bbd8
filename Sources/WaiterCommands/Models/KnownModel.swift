package import WaiterModels

/// A model that a profile has or uses, as far as it is known here.
package struct KnownModel: Sendable, Hashable {
    package var id: String
    /// The profile; nil for one that only an alias names.
    package var profile: String?
    package var aliases: [String] = []
    /// Where it was chosen as its profile's default; nil when it is not.
    package var defaultPlace: String?
    /// Whether it is the model on this machine, and running; nil for all others.
    package var isRunning: Bool?
    package var created: Int?
    package var owner: String?
    package var shutdownDate: String?
    /// When its server named it, in seconds since 1970; nil when it did not.
    package var listedAt: Int?
    /// What the catalogue knows of it; nil when it was not asked, or does not.
    package var facts: CatalogueEntry?

    package init(id: String, profile: String?) {
        self.id = id
        self.profile = profile
    }

    /// Whether each term stands in one of the model's names.
    package func matches(_ terms: [String]) -> Bool {
        let names = ([id, profile ?? "", owner ?? ""] + aliases).map { $0.lowercased() }
        return terms.allSatisfy { term in names.contains { $0.contains(term.lowercased()) } }
    }
}
