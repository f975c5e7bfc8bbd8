internal import Waiter
internal import WaiterConversation
internal import WaiterModels
internal import WaiterStore

/// Resolves and validates the names in budgets.
struct BudgetNames {
    let context: CommandContext
    let directories: Directories

    /// Returns the budget with the model to which an alias refers, or `nil` if the name is not an alias. The alias is
    /// resolved because calls are recorded under the name of the model.
    ///
    /// - Throws: `CommandFailure` if aliases refer to each other in a cycle.
    func resolved(_ budget: Budget) throws -> Budget? {
        guard case .model(let name) = budget.scope else { return nil }
        let model = try ModelStore(path: directories.modelFile).model(named: name)
        guard model != name else { return nil }
        var budget = budget
        budget.scope = .model(model)
        return budget
    }

    /// Returns a warning if a name is unknown and therefore possibly misspelled, or `nil` if the name is known.
    func doubt(_ budget: Budget) -> String? {
        switch budget.scope {
        case .all, .tag, .eachTag: nil
        case .profile(let name): doubt(profile: name)
        case .model(let name): doubt("model", name, models(name))
        }
    }

    /// Returns a warning if a profile is unknown, or `nil` if the profile is known.
    func doubt(profile name: String) -> String? { doubt("profile", name, profiles) }

    private func doubt(_ kind: String, _ name: String, _ known: Set<String>) -> String? {
        if known.contains(name) { return nil }
        let nearest = NearestName.find(name, in: known.sorted()).map { "; did you mean '\($0)'?" } ?? ""
        return "unknown \(kind) '\(name)'\(nearest)"
    }

    private var profiles: Set<String> {
        let own = (try? ConfigFile(path: directories.configurationFile))?.profiles.keys.map { $0 } ?? []
        return Set(own).union(Profile.builtInNames)
    }

    /// Returns the models that servers have listed, the models in the catalogue, and the name itself if the catalogue
    /// recognizes it.
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
