internal import Waiter
internal import WaiterConversation
internal import WaiterStore
internal import WaiterTerminal

/// The current names of models, profiles, templates, keys and conversations.
///
/// Sources that cannot be read are treated as empty.
struct LiveNames {
    typealias Candidate = CompletionAnswer.Candidate

    let environment: [String: String]
    /// The path of the command, such as `keys` and `rm` for `waiter keys rm`.
    let path: [String]
    let line: TypedLine

    /// Returns the completions for the value of an argument.
    ///
    /// - Parameters:
    ///   - argument: The argument to complete.
    ///   - position: The number of words in the value that have already been typed. A value has more than one word only
    ///     for options such as `-o NAME VALUE`.
    /// - Returns: The completions.
    func values(of argument: ArgumentDescription, position: Int) -> CompletionAnswer {
        switch argument.completion {
        case .values(let values): return CompletionAnswer(values.map { Candidate($0) })
        case .files: return CompletionAnswer(paths: .files)
        case .directories: return CompletionAnswer(paths: .directories)
        case nil: break
        }
        if argument.names.contains("-o") { return CompletionAnswer(parameters(position)) }
        if argument.names.contains("-p") { return CompletionAnswer(position == 0 ? templatePlaces : []) }
        if argument.names.contains("--store") { return CompletionAnswer(embeddingStores) }
        if argument.names.contains("--save-template") { return CompletionAnswer(templates) }
        switch (path.first, path.last, argument.valueName) {
        case ("keys", _, "name"): return CompletionAnswer(keys)
        case ("models", "alias", "alias"): return CompletionAnswer(aliases)
        case ("models", _, "model"): return CompletionAnswer(models(ofAll: line.values["profile"] == nil))
        case ("similar", _, "store"), ("embed", _, "store"): return CompletionAnswer(embeddingStores)
        case ("config", "path", "place"): return CompletionAnswer(places)
        case (_, _, "id"), ("log", _, "ids"): return CompletionAnswer(conversations)
        case (_, _, "model"): return CompletionAnswer(models(ofAll: false))
        case (_, _, "profile"): return CompletionAnswer(profiles)
        case (_, _, "template"), ("templates", _, "name"): return CompletionAnswer(templates)
        case (_, _, let name) where Self.fileNames.contains(name):
            return CompletionAnswer(paths: .files)
        default: return CompletionAnswer()
        }
    }

    /// The value names of arguments that are file paths.
    private static let fileNames: Set<String> = [
        "path", "paths", "file", "files", "model-file", "attachment", "attachments",
    ]

    private var directories: Directories? { try? Directories(environment: environment) }

    private var config: ConfigFile? { directories.flatMap { try? ConfigFile(path: $0.configurationFile) } }

    /// Returns the aliases, together with the models of the profile on the command line or of all profiles.
    private func models(ofAll includesAll: Bool) -> [Candidate] {
        guard let directories else { return [] }
        var flags = Settings.Flags()
        flags.profile = line.values["profile"]?.last
        let known = try? KnownModels(
            flags: flags,
            environment: environment,
            directories: directories,
            includesAll: includesAll
        )
        let models = (known?.models ?? []).filter { $0.profile != nil || !$0.aliases.isEmpty }
        return models.map { Candidate($0.id, $0.profile ?? "") } + aliases
    }

    private var aliases: [Candidate] {
        let store = directories.flatMap { try? ModelStore(path: $0.modelFile) }
        return (store?.aliases ?? []).map { Candidate($0.name, "alias of \($0.model)") }
    }

    private var profiles: [Candidate] {
        let own = config?.profiles ?? [:]
        let names = Set(own.keys).union(Profile.builtInNames).sorted()
        return names.map { name in
            let profile = own[name]?.completed(from: Profile.builtIn(name)) ?? Profile.builtIn(name)
            return Candidate(name, profile?.baseURL ?? "the local model")
        }
    }

    /// The stored keys and, for `keys set`, also the keys that profiles refer to.
    private var keys: [Candidate] {
        let stored = directories.flatMap { try? KeyStore(path: $0.keyFile) }?.entries.map(\.name) ?? []
        guard path.last == "set" else { return stored.map { Candidate($0) } }
        let wanted = (config?.profiles.values.compactMap(\.keyName) ?? []) + ["openai"]
        return Set(stored + wanted).sorted().map { Candidate($0) }
    }

    private var store: TemplateStore? { directories.map { TemplateStore(directory: $0.templates) } }

    private var templates: [Candidate] { ((try? store?.names()) ?? []).map { Candidate($0) } }

    /// The placeholders of the template on the command line.
    private var templatePlaces: [Candidate] {
        guard let name = line.values["template"]?.last, let template = try? store?.template(named: name) else {
            return []
        }
        return template.placeNames.map { Candidate($0) }
    }

    /// The most recently used conversations, with their titles.
    private var conversations: [Candidate] {
        guard let directories,
            let ledger = try? LedgerSource(directories: directories, records: false).readable(),
            let list = try? ledger.conversations.list(ConversationFilter(limit: 100))
        else { return [] }
        let last = list.isEmpty ? [] : [Candidate("last", "the most recent conversation")]
        return last + list.map { Candidate($0.id.text, TerminalText.line($0.title)) }
    }

    private var embeddingStores: [Candidate] {
        guard let directories,
            let ledger = try? LedgerSource(directories: directories, records: false).readable(),
            let collections = try? ledger.embeddings.collections()
        else { return [] }
        return collections.map { Candidate($0.name, $0.model) }
    }

    private var places: [Candidate] { (directories?.places ?? []).map { Candidate($0.name, $0.content) } }

    private func parameters(_ position: Int) -> [Candidate] {
        if position == 0 {
            return RequestParameters.kinds.sorted { $0.key < $1.key }.map { Candidate($0.key, $0.value.expected) }
        }
        let name = line.values["name value"]?.last ?? ""
        if case .bool? = RequestParameters.kinds[name] { return [Candidate("true"), Candidate("false")] }
        return []
    }
}
