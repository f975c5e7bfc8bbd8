internal import Waiter
internal import WaiterLocal
package import WaiterModels

/// The models known without a request: defaults, aliases, the local model, and cached model lists.
package struct KnownModels: Sendable {
    /// The models of each profile, sorted by ID, followed by models that are known only through aliases.
    package private(set) var models: [KnownModel] = []
    /// The profiles that have no known models.
    package private(set) var emptyProfiles: [String] = []
    private let store: ModelStore

    /// Collects the known models.
    ///
    /// - Parameters:
    ///   - flags: The flags that select the profile.
    ///   - environment: The environment variables.
    ///   - directories: The directories that contain the config file and the model lists.
    ///   - includesAll: Whether to include the other profiles.
    ///   - fresh: The models that the selected profile's server has just listed.
    /// - Throws: `CommandFailure` for an unknown profile or unusable files.
    package init(
        flags: Settings.Flags,
        environment: [String: String],
        directories: Directories,
        includesAll: Bool,
        fresh: ListedModels? = nil
    ) throws {
        store = try ModelStore(path: directories.modelFile)
        let chosen = try Settings(flags: flags, environment: environment, directories: directories)
        let lists = ModelLists(directory: directories.modelLists)
        var all = [chosen]
        if includesAll {
            // WAITER_MODEL applies only to the selected profile.
            var environment = environment
            environment["WAITER_MODEL"] = nil
            let config = try ConfigFile(path: directories.configurationFile)
            for name in Set(config.profiles.keys).union(Profile.builtInNames).subtracting([chosen.profile.name]) {
                var flags = Settings.Flags()
                flags.profile = name
                let settings = try Settings(flags: flags, environment: environment, directories: directories)
                // A built-in server is included only if it is configured or has been used.
                let isUsed =
                    config.profiles[name] != nil || BuiltInServer.named(name) == nil || settings.key != nil
                    || store.defaultModel(of: name) != nil
                    || settings.baseURL.flatMap { lists.list(ofProfile: name, at: $0.value) } != nil
                if isUsed { all.append(settings) }
            }
        }
        for settings in all.sorted(by: { $0.profile.name < $1.profile.name }) {
            let local = LocalModel(directory: directories.localModel, environment: environment)
            let name = settings.profile.name
            let list = settings.baseURL.flatMap { lists.list(ofProfile: name, at: $0.value) }
            let newest = name == chosen.profile.name ? fresh ?? list : list
            add(settings, newest, settings.profile.isLocal ? local.knownModel : nil)
        }
        for (name, _) in store.aliases {
            // Circular aliases are reported when they are used.
            guard let model = try? store.model(named: name) else { continue }
            if !models.contains(where: { $0.id == model }) { models.append(KnownModel(id: model, profile: nil)) }
            for index in models.indices where models[index].id == model { models[index].aliases.append(name) }
        }
    }

    private mutating func add(_ settings: Settings, _ list: ListedModels?, _ local: (name: String, isRunning: Bool)?) {
        let profile = settings.profile
        var found: [String: KnownModel] = [:]
        for model in list?.models ?? [] {
            var known = KnownModel(id: model.id, profile: profile.name)
            known.created = model.created
            known.owner = model.ownedBy
            known.shutdownDate = model.shutdownDate
            known.listedAt = list?.listedAt
            found[model.id] = known
        }
        if let local {
            found[local.name, default: KnownModel(id: local.name, profile: profile.name)].isRunning = local.isRunning
        }
        if let id = settings.model?.value ?? local?.name {
            let place = settings.model == nil ? "built in" : settings.sources["model"]
            found[id, default: KnownModel(id: id, profile: profile.name)].defaultPlace = place
        }
        if found.isEmpty { emptyProfiles.append(profile.name) }
        models += found.values.sorted { $0.id < $1.id }
    }

    /// Adds catalogue data to each model.
    package mutating func learn(from catalogue: ModelCatalogue) {
        for index in models.indices { models[index].facts = catalogue.known(models[index].id) }
    }

    /// Returns the models that a name refers to.
    ///
    /// The name can be an alias, an ID, or a unique prefix of an ID. Models that are otherwise unknown are looked up in
    /// the catalogue.
    ///
    /// - Throws: `CommandFailure` with exit code 5 if there is no match, or exit code 2 if there are several matches.
    package func find(_ name: String, in catalogue: ModelCatalogue = ModelCatalogue()) throws -> [KnownModel] {
        let id = try store.model(named: name)
        let exact = models.filter { $0.id == id }
        if !exact.isEmpty { return exact }
        let known = Set(models.map(\.id))
        if !known.contains(where: { $0.hasPrefix(id) }) {
            if let entry = catalogue.known(id) { return [Self.model(entry)] }
            let found = try Self.id(id, among: known.union(catalogue.ids))
            return catalogue.entry(found).map { [Self.model($0)] } ?? []
        }
        let found = try Self.id(id, among: known)
        return models.filter { $0.id == found }
    }

    /// Returns a model known only from the catalogue.
    private static func model(_ entry: CatalogueEntry) -> KnownModel {
        var model = KnownModel(id: entry.id, profile: nil)
        model.facts = entry
        return model
    }

    /// Returns the ID that matches a name exactly, or otherwise the only ID that starts with the name.
    ///
    /// - Throws: `CommandFailure` with exit code 5 if there is no match, or exit code 2 if there are several matches.
    static func id(_ name: String, among ids: Set<String>, remedy: String? = "see: waiter models --remote") throws
        -> String
    {
        if ids.contains(name) { return name }
        let longer = ids.filter { $0.hasPrefix(name) }.sorted()
        if longer.count == 1 { return longer[0] }
        if longer.count > 1 {
            let names = longer.prefix(12).joined(separator: ", ") + (longer.count > 12 ? " ..." : "")
            throw CommandFailure.usage("several models begin with '\(name)': \(names)")
        }
        let nearest = NearestName.find(name, in: ids.sorted()).map { "did you mean '\($0)'?" }
        throw CommandFailure(
            .modelNotFound,
            "unknown model '\(name)'",
            nextStep: [nearest, remedy].compactMap { $0 }.joined(separator: " "),
            kind: "notFound"
        )
    }
}
