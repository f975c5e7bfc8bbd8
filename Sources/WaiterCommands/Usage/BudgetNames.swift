internal import Waiter
internal import WaiterConversation
internal import WaiterModels
internal import WaiterStore

/// What the name in a budget means on this machine.
struct BudgetNames {
    let context: CommandContext
    let directories: Directories

    /// The budget for the model that an alias stands for, since calls are counted under that one; nil for no alias.
    ///
    /// - Throws: `CommandFailure` for an alias that leads back to itself.
    func resolved(_ budget: Budget) throws -> Budget? {
        guard case .model(let name) = budget.scope else { return nil }
        let model = try ModelStore(path: directories.modelFile).model(named: name)
        guard model != name else { return nil }
        var budget = budget
        budget.scope = .model(model)
        return budget
    }

    /// What to say of a name that nobody here knows, and which may be misspelt; nil for one that is known.
    func doubt(_ budget: Budget) -> String? {
        switch budget.scope {
        case .all, .tag, .eachTag: nil
        case .profile(let name): doubt(profile: name)
        case .model(let name): doubt("model", name, models(name))
        }
    }

    /// The same for the name of a profile.
    func doubt(profile name: String) -> String? { doubt("profile", name, profiles) }

    private func doubt(_ kind: String, _ name: String, _ known: Set<String>) -> String? {
        if known.contains(name) { return nil }
        let nearest = NearestName.find(name, in: known.sorted()).map { ": did you mean '\($0)'?" } ?? ""
        return "no \(kind) '\(name)' is known here\(nearest)"
    }

    private var profiles: Set<String> {
        let own = (try? ConfigFile(path: directories.configurationFile))?.profiles.keys.map { $0 } ?? []
        return Set(own).union(Profile.builtInNames)
    }

    /// The models that servers have told of, and those of the catalogue, the name itself when that knows it otherwise.
    private func models(_ name: String) -> Set<String> {
        let known = try? KnownModels(
            flags: Settings.Flags(),
            environment: context.environment,
            directories: directories,
            includesAll: true
        )
        let catalogue = (try? UserCatalogue.load(directories)) ?? .builtIn
        let all = Set(known?.models.map(\.id) ?? []).union(catalogue.ids)
        return catalogue.known(name) == nil ? all : all.union([name])
    }
}
