public import Waiter

/// What is known of models: context, limits, encoding, prices, shutdown dates. What it does not know it says.
///
///     let catalogue = try ModelCatalogue.builtIn.overlaid(with: json)
///     switch catalogue.lookup("gpt-6.1-sol") {
///     case .known(let entry): print(entry.contextWindow ?? 0)
///     case .unknown(let model, let nearest): print(model, "is not known; did you mean", nearest ?? "-")
///     }
///
/// The one that comes with the package was right on its date; `docs/models.md` tells where it comes from and how it is
/// written.
public struct ModelCatalogue: Sendable, Hashable {
    /// Where the facts come from, such as `litellm 1.109.1`; the newest layer first.
    public private(set) var sources: [String]
    /// The day on which the newest layer was right, as `2026-11-23`; nil when it does not say.
    public private(set) var date: String?
    /// By id; an entry becomes a value when it is asked for.
    private var members: JSONObject
    /// What was laid over one another to make the members; the newest first.
    private var layers: [CatalogueLayer]
    /// Of these members, and no others.
    private var cache = CatalogueEntryCache()

    /// An empty catalogue: nothing is known.
    public init() {
        sources = []
        members = [:]
        layers = []
    }

    /// Reads a catalogue: an object with `models`, and maybe `source` and `date`.
    ///
    /// - Throws: `ModelCatalogueError` with the place that is wrong. Unknown members are left alone.
    public init(json: JSONValue) throws(ModelCatalogueError) {
        self = try ModelCatalogue().overlaid(with: json)
    }

    init(trusted json: JSONValue) {
        sources = [json["source"]?.stringValue].compactMap { $0 }
        date = json["date"]?.stringValue
        members = json["models"]?.objectValue ?? [:]
        layers = [CatalogueLayer(source: sources.first, date: date, models: members)]
    }

    /// The catalogue with another over it, member by member; null takes a member away, so that it is unknown.
    ///
    /// - Throws: `ModelCatalogueError` with the place that is wrong.
    public func overlaid(with json: JSONValue) throws(ModelCatalogueError) -> ModelCatalogue {
        guard let object = json.objectValue else { throw ModelCatalogueError("", "an object") }
        guard let models = object["models"]?.objectValue else {
            throw ModelCatalogueError("models", "an object with an object for each model")
        }
        let (source, date) = (object["source"]?.stringValue, object["date"]?.stringValue)
        var result = try overlaid(with: CatalogueLayer(source: source, date: date, models: models))
        if let source { result.sources.insert(source, at: 0) }
        result.date = date ?? result.date
        return result
    }

    /// The catalogue with other models over it, by their ids; an object for each.
    ///
    /// - Parameter source: What prices are said to come from; nil when there is no name for it.
    /// - Throws: `ModelCatalogueError` with the place that is wrong.
    public func overlaid(
        withModels models: JSONObject,
        from source: String? = nil
    ) throws(ModelCatalogueError) -> ModelCatalogue {
        try overlaid(with: CatalogueLayer(source: source, date: nil, models: models))
    }

    private func overlaid(with layer: CatalogueLayer) throws(ModelCatalogueError) -> ModelCatalogue {
        if layer.models.isEmpty { return self }
        var result = self
        result.cache = CatalogueEntryCache()
        for (id, value) in layer.models {
            _ = try CatalogueReader.entry(id, value)
            result.members[id] = (members[id] ?? [:]).merging(value)
        }
        result.layers.insert(layer, at: 0)
        return result
    }

    /// The ids, in the order of the file, those that were added last.
    public var ids: [String] { members.keys }

    /// All entries, in the order of `ids`.
    public var entries: [CatalogueEntry] { ids.compactMap(entry) }

    /// The entry of exactly that id; nil when there is none.
    public func entry(_ id: String) -> CatalogueEntry? {
        cache.entry(id) { members[id].flatMap { try? CatalogueReader.entry(id, $0) } }
    }

    /// The layer that an entry has a member from, by the path to it.
    func origin(of place: [String], in id: String) -> CatalogueLayer? {
        layers.first { $0.has(place, of: id) }
    }

    /// What is known of a model, by its id.
    ///
    /// A provider's prefix, as in `openai/gpt-4o`, is left out of account, and of a fine-tuned model,
    /// `ft:gpt-4o-2024-08-06:org::id`, the part up to the second colon counts. Nothing else is guessed: a date or a size
    /// more in a name is another model.
    public func lookup(_ model: String) -> ModelLookup {
        if let entry = known(model) { return .known(entry) }
        return .unknown(model: model, nearest: NearestName.find(Self.plain(model), in: ids))
    }

    /// The same for who needs no name in the place of an unknown one, which takes a while to find.
    package func known(_ model: String) -> CatalogueEntry? {
        let plain = Self.plain(model)
        let tuned = model.split(separator: ":", omittingEmptySubsequences: false)
        let names = [model, plain, tuned.count > 2 && tuned[0] == "ft" ? "ft:\(tuned[1])" : plain]
        for name in names {
            if let entry = entry(name) { return entry }
        }
        return nil
    }

    /// A model's name without a provider's.
    private static func plain(_ model: String) -> String { model.split(separator: "/").last.map(String.init) ?? model }
}
