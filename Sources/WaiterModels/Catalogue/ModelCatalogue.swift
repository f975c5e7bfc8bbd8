public import Waiter

/// A catalogue of models: context windows, limits, encodings, prices and shutdown dates. Missing facts are reported
/// as unknown.
///
///     let catalogue = try ModelCatalogue.builtIn.overlaid(with: json)
///     switch catalogue.lookup("gpt-6.1-sol") {
///     case .known(let entry): print(entry.contextWindow ?? 0)
///     case .unknown(let model, let nearest): print(model, "is not known; did you mean", nearest ?? "-")
///     }
///
/// The bundled catalogue is correct as of its date. `docs/models.md` describes its sources and format.
public struct ModelCatalogue: Sendable, Hashable {
    /// The sources of the data, such as `litellm 1.109.1`, in order from the newest layer to the oldest.
    public private(set) var sources: [String]
    /// The date on which the newest layer was current, such as `2026-11-23`, or `nil` if no date is stated.
    public private(set) var date: String?
    /// The prices of hosted tools for models whose entries do not specify them.
    public private(set) var toolPrices: [Cost.Kind: ToolPrice] = [:]
    /// The merged JSON, keyed by model ID. Entries are parsed on demand.
    private var members: JSONObject
    /// The layers that `members` was merged from, newest first.
    private var layers: [CatalogueLayer]
    /// A cache for the current `members`. It is replaced whenever `members` changes.
    private var cache = CatalogueCache()

    /// Creates an empty catalogue.
    public init() {
        sources = []
        members = [:]
        layers = []
    }

    /// Creates a catalogue from an object with `models` and, optionally, `tools`, `source` and `date`.
    ///
    /// - Throws: `ModelCatalogueError` with the path of the invalid value. Unknown members are ignored.
    public init(json: JSONValue) throws(ModelCatalogueError) {
        self = try ModelCatalogue().overlaid(with: json)
    }

    init(trusted json: JSONValue) {
        sources = [json["source"]?.stringValue].compactMap { $0 }
        date = json["date"]?.stringValue
        members = json["models"]?.objectValue ?? [:]
        layers = [CatalogueLayer(source: sources.first, date: date, models: members)]
        toolPrices = (try? PriceReader.tools(json["tools"], source: sources.first, date: date)) ?? [:]
    }

    /// Returns the catalogue with another catalogue merged over it, member by member. A `null` value removes a member.
    ///
    /// - Throws: `ModelCatalogueError` with the path of the invalid value.
    public func overlaid(with json: JSONValue) throws(ModelCatalogueError) -> ModelCatalogue {
        guard let object = json.objectValue else { throw ModelCatalogueError("", "an object") }
        guard let models = object["models"]?.objectValue else {
            throw ModelCatalogueError("models", "an object that contains one object per model")
        }
        let (source, date) = (object["source"]?.stringValue, object["date"]?.stringValue)
        var result = try overlaid(with: CatalogueLayer(source: source, date: date, models: models))
        result.toolPrices.merge(try PriceReader.tools(object["tools"], source: source, date: date)) { $1 }
        if let source { result.sources.insert(source, at: 0) }
        result.date = date ?? result.date
        return result
    }

    /// Returns the catalogue with models merged over it, member by member.
    ///
    /// - Parameters:
    ///   - models: An object for each model, keyed by model ID.
    ///   - source: The source to which prices are attributed, or `nil` if no source is specified.
    /// - Returns: The merged catalogue.
    /// - Throws: `ModelCatalogueError` with the path of the invalid value.
    public func overlaid(
        withModels models: JSONObject,
        from source: String? = nil
    ) throws(ModelCatalogueError) -> ModelCatalogue {
        try overlaid(with: CatalogueLayer(source: source, date: nil, models: models))
    }

    private func overlaid(with layer: CatalogueLayer) throws(ModelCatalogueError) -> ModelCatalogue {
        if layer.models.isEmpty { return self }
        var result = self
        result.cache = CatalogueCache()
        for (id, value) in layer.models {
            _ = try CatalogueReader.entry(id, value)
            result.members[id] = (members[id] ?? [:]).merging(value)
        }
        result.layers.insert(layer, at: 0)
        return result
    }

    /// The model IDs in file order. Added models come last.
    public var ids: [String] { members.keys }

    /// All entries, in the order of `ids`.
    public var entries: [CatalogueEntry] { ids.compactMap(entry) }

    /// Returns the entry with exactly this ID, or `nil` if there is none.
    public func entry(_ id: String) -> CatalogueEntry? {
        cache.entry(id) { members[id].flatMap { try? CatalogueReader.entry(id, $0) } }
    }

    /// Returns the newest layer that sets the value at a path in an entry.
    func origin(of place: [String], in id: String) -> CatalogueLayer? {
        // If there is only one layer, that layer sets every value.
        layers.count == 1 ? layers.first : layers.first { $0.has(place, of: id) }
    }

    /// Returns a cached value that depends only on the catalogue and a model name. The value is created on first use.
    func remembered<Value: Sendable>(for model: String, make: () -> Value) -> Value {
        cache.value(for: model, make: make)
    }

    /// Looks up a model by ID.
    ///
    /// A provider prefix, as in `openai/gpt-4o`, is ignored. For a fine-tuned model such as
    /// `ft:gpt-4o-2024-08-06:org::id`, only the part before the second colon is used. Nothing else is inferred: a
    /// name with an additional date or size refers to a different model.
    public func lookup(_ model: String) -> ModelLookup {
        if let entry = known(model) { return .known(entry) }
        return .unknown(model: model, nearest: NearestName.find(Self.plain(model), in: ids))
    }

    /// Looks up a model, but skips the slow search for the nearest name if the model is unknown.
    package func known(_ model: String) -> CatalogueEntry? {
        cache.model(model) { find(model) }
    }

    private func find(_ model: String) -> CatalogueEntry? {
        let plain = Self.plain(model)
        let tuned = model.split(separator: ":", omittingEmptySubsequences: false)
        let names = [model, plain, tuned.count > 2 && tuned[0] == "ft" ? "ft:\(tuned[1])" : plain]
        for name in names {
            if let entry = entry(name) { return entry }
        }
        return nil
    }

    /// Returns a model name without its provider prefix.
    private static func plain(_ model: String) -> String { model.split(separator: "/").last.map(String.init) ?? model }
}
