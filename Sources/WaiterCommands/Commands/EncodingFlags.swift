package import ArgumentParser
internal import Waiter
internal import WaiterModels
internal import WaiterTokenizer

/// Flags that select the token encoding.
package struct EncodingFlags: ParsableArguments {
    @Option(name: .shortAndLong, help: "Use the encoding of this model or alias.")
    package var model: String?

    @Option(
        help: ArgumentHelp(
            "Use this encoding: \(Self.names) (default: the model's, otherwise o200k_base).",
            valueName: "name"
        ),
        completion: .list(TokenEncoding.all.map(\.name))
    )
    package var encoding: String?

    package init() {}

    private static var names: String {
        "o200k_base, o200k_harmony, cl100k_base, p50k_base, p50k_edit or r50k_base"
    }

    /// The selected encoding and model.
    struct Chosen {
        /// The model with aliases resolved, or `nil` if no model was given.
        var model: String?
        var encoding: TokenEncoding
        /// The reason the encoding is uncertain, or `nil` if the encoding is known.
        var assumption: String?
        /// The result of looking up the model in the catalogue, or `nil` if no model was given.
        var lookup: ModelLookup?
        /// The counter for requests.
        var counter: TokenCounter?
    }

    /// Resolves the selected encoding and model.
    ///
    /// - Parameters:
    ///   - context: The context of the command.
    ///   - fallback: The model to use if no model is given, or `nil` to resolve only the encoding.
    /// - Returns: The selection.
    /// - Throws: `CommandFailure` for an unknown encoding or for files that cannot be used.
    func choice(in context: CommandContext, fallback: String? = nil) throws -> Chosen {
        let given = try encoding.map(Self.named)
        guard let name = model ?? fallback else { return Chosen(encoding: given ?? .o200kBase) }
        try ModelName.check(model: name)
        let directories = context.directories()
        let id = try ModelStore(path: directories.modelFile).model(named: name)
        let catalogue = try UserCatalogue.load(directories)
        let counter =
            given.map { TokenCounter(model: id, encoding: $0) } ?? TokenCounter(model: id, catalogue: catalogue)
        return Chosen(
            model: id,
            encoding: counter.encoding,
            assumption: counter.assumption,
            lookup: catalogue.lookup(id),
            counter: counter
        )
    }

    private static func named(_ name: String) throws -> TokenEncoding {
        do {
            return try TokenEncoding.named(name)
        } catch {
            let names = TokenEncoding.all.map(\.name)
            let nearest = NearestName.find(name, in: names) ?? error.nearest.first
            throw CommandFailure.usage(
                "unknown encoding '\(name)'",
                nextStep: (nearest.map { "did you mean '\($0)'? " } ?? "")
                    + "available: \(names.joined(separator: ", "))"
            )
        }
    }
}
