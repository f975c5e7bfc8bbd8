/// The result of looking up a model.
public enum ModelLookup: Sendable, Hashable {
    /// The model is in the catalogue.
    case known(CatalogueEntry)
    /// The model is not in the catalogue. `nearest` is the closest known name, which you can suggest to the user.
    case unknown(model: String, nearest: String?)

    /// The entry, or `nil` for an unknown model.
    public var entry: CatalogueEntry? {
        if case .known(let entry) = self { entry } else { nil }
    }

    /// The closest known name, or `nil` if the model is known or if no name is close.
    public var nearest: String? {
        if case .unknown(_, let nearest) = self { nearest } else { nil }
    }
}
