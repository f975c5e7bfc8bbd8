/// What the catalogue answers to a name.
public enum ModelLookup: Sendable, Hashable {
    /// The model is in the catalogue.
    case known(CatalogueEntry)
    /// It is not, and nothing is guessed of it; `nearest` is a name that may have been meant.
    case unknown(model: String, nearest: String?)

    /// The entry; nil when there is none.
    public var entry: CatalogueEntry? {
        if case .known(let entry) = self { entry } else { nil }
    }

    /// The name that may have been meant; nil when the model is known, or no name is near.
    public var nearest: String? {
        if case .unknown(_, let nearest) = self { nearest } else { nil }
    }
}
