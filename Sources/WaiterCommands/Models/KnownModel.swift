package import WaiterModels

/// The data that is known locally about a model. A model is known if a server listed it, a profile uses it, or an alias
/// refers to it.
package struct KnownModel: Sendable, Hashable {
    package var id: String
    /// The profile, or `nil` for a model that is known only through an alias.
    package var profile: String?
    package var aliases: [String] = []
    /// The location of the setting that makes this model the profile's default, or `nil` if it is not the default.
    package var defaultPlace: String?
    /// Whether the local model is running, or `nil` for all other models.
    package var isRunning: Bool?
    package var created: Int?
    package var owner: String?
    package var shutdownDate: String?
    /// The time at which the server listed the model, in seconds since 1970, or `nil` if it did not list the model.
    package var listedAt: Int?
    /// The catalogue entry, or `nil` if there is no entry or if the entry has not been looked up.
    package var facts: CatalogueEntry?

    package init(id: String, profile: String?) {
        self.id = id
        self.profile = profile
    }

    /// Returns whether every term occurs in at least one of the model's names.
    package func matches(_ terms: [String]) -> Bool {
        let names = ([id, profile ?? "", owner ?? ""] + aliases).map { $0.lowercased() }
        return terms.allSatisfy { term in names.contains { $0.contains(term.lowercased()) } }
    }
}
