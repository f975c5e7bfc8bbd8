internal import Waiter
internal import WaiterConversation
internal import WaiterModels

/// The sources of settings, in order of precedence.
///
/// The sources are the flags, the environment, the profile, the choices of `waiter models default`, the rest of the
/// config file, and built-in values.
struct SettingsLayers {
    let flags: Settings.Flags
    let environment: [String: String]
    let directories: Directories
    let config: ConfigFile
    /// The stored keys or the reason they cannot be read. The reason is reported only if a stored key is needed.
    let keys: Result<KeyStore, CommandFailure>
    let models: ModelStore
    private static let builtIn = "built in"

    /// Reads all files.
    ///
    /// - Throws: `CommandFailure` for files that cannot be used.
    init(flags: Settings.Flags, environment: [String: String], directories: Directories) throws {
        self.flags = flags
        self.environment = environment
        self.directories = directories
        config = try ConfigFile(path: directories.configurationFile)
        do {
            keys = .success(try KeyStore(path: directories.keyFile))
        } catch let failure as CommandFailure {
            keys = .failure(failure)
        }
        models = try ModelStore(path: directories.modelFile)
    }

    func variable(_ name: String) -> SourcedValue? {
        environment[name].flatMap { $0.isEmpty ? nil : SourcedValue(value: $0, source: name) }
    }

    private func found(_ value: String?, in source: String) -> SourcedValue? {
        value.map { SourcedValue(value: $0, source: source) }
    }

    // MARK: The profile

    /// The profile that is chosen by name or implied by a key or a server. The value is `nil` if no profile is chosen
    /// or implied.
    var chosenProfile: SourcedValue? {
        if let named = found(flags.profile, in: flags.profileSource) ?? variable("WAITER_PROFILE") { return named }
        if let named = found(config.profile, in: directories.configurationFile) { return named }
        let given = found(flags.key, in: "--key") ?? found(flags.baseURL, in: "--base-url")
        let hint = given ?? variable("OPENAI_BASE_URL") ?? variable("OPENAI_API_KEY")
        // An unreadable key file might contain the key.
        let hasKey = (try? keys.get()).map { $0.members["openai"] != nil } ?? true
        let source = hint?.source ?? (hasKey ? directories.keyFile : nil)
        return source.map { SourcedValue(value: "openai", source: "implied by \($0)") }
    }

    /// Returns the profile with the given name.
    ///
    /// - Throws: `CommandFailure` for an unknown profile. The failure suggests the closest profile.
    func profile(_ name: String, from source: String?) throws -> Profile {
        let builtIn = Profile.builtIn(name)
        if let profile = config.profiles[name] ?? builtIn { return profile.completed(from: builtIn) }
        let names = Set(config.profiles.keys).union(Profile.builtInNames).sorted()
        let nearest = NearestName.find(name, in: names).map { "did you mean '\($0)'? " } ?? ""
        var failure = CommandFailure.usage(
            "unknown profile '\(name)'",
            nextStep: "\(nearest)see: waiter config profiles"
        )
        if flags.profile == name, flags.profileSource != "-P" {
            failure.nextStep = "\(nearest)choose one with -P; see: waiter config profiles"
        }
        failure.place = source
        throw failure
    }

    /// Returns the exact location of a value in the profile.
    func place(_ profile: Profile, isOwn: Bool = true) -> String {
        isOwn ? "profile '\(profile.name)' in \(directories.configurationFile)" : Self.builtIn
    }

    // MARK: Values

    /// Returns the base URL and its exact location.
    ///
    /// - Throws: `CommandFailure` for an Azure deployment name that cannot be used in a URL.
    func baseURL(of profile: Profile, _ api: ModelAPI) throws -> (found: SourcedValue, place: String)? {
        let variable = profile.name == "openai" ? variable("OPENAI_BASE_URL") : nil
        if let given = found(flags.baseURL, in: "--base-url") ?? variable { return (given, given.source) }
        guard var found = found(profile.baseURL, in: "profile '\(profile.name)'") else { return nil }
        if let azure = profile.azure { found.value = try azure.baseURL(at: found.value, api: api) }
        return (found, place(profile, isOwn: config.profiles[profile.name]?.baseURL != nil))
    }

    /// Returns the model, with aliases resolved, and its exact location.
    ///
    /// - Throws: `CommandFailure` for circular aliases.
    func model(of profile: Profile) throws -> (found: SourcedValue, place: String)? {
        let own = config.profiles[profile.name]?.model
        // Global defaults do not apply to the local server, which has only one model.
        let stored = profile.isLocal ? nil : models.defaultModel(of: profile.name)
        let general = profile.isLocal ? nil : config.model
        let ofProfile = "profile '\(profile.name)'"
        let model =
            found(flags.model, in: flags.modelSource) ?? variable("WAITER_MODEL") ?? found(own, in: ofProfile)
            ?? found(stored, in: directories.modelFile) ?? found(general, in: directories.configurationFile)
            ?? found(Profile.builtIn(profile.name)?.model ?? profile.azure?.deployment, in: ofProfile)
        guard let model else { return nil }
        var exact = model
        if model.source == ofProfile { exact.source = place(profile, isOwn: own != nil) }
        return (try models.resolved(model), try models.resolved(exact).source)
    }

    /// Returns the request options and their locations.
    func options(of profile: Profile) -> (values: JSONObject, places: [String: String]) {
        var (values, places) = (JSONObject(), [String: String]())
        let layers = [
            (Profile.builtIn(profile.name)?.options, Self.builtIn),
            (config.options, directories.configurationFile),
            (config.profiles[profile.name]?.options, place(profile)),
        ]
        for (options, source) in layers {
            for (name, value) in options ?? [:] {
                RequestParameters.set(name, value, in: &values)
                places[name] = source
            }
        }
        return (values, places)
    }

    /// Returns a value and its location. The flag takes precedence over the profile, and the profile over the config
    /// file.
    func value<Value>(_ profile: Profile, _ flag: Value?, _ name: String, _ own: Value?, _ general: Value?)
        -> (value: Value, place: String)?
    {
        if let flag { return (flag, name) }
        if let own { return (own, place(profile)) }
        return general.map { ($0, directories.configurationFile) }
    }

    /// Returns the key and its location, without running the key's command.
    ///
    /// - Throws: `CommandFailure` if the stored entry is invalid.
    func key(of profile: Profile) throws -> (key: APIKey, place: String)? {
        if let given = found(flags.key, in: "--key") ?? profile.keyVariable.flatMap(variable) {
            return (APIKey(KeyText.unquoted(given.value) ?? given.value), given.source)
        }
        guard let name = profile.keyName, let keys = try? keys.get(), let entry = try keys.entry(named: name) else {
            return nil
        }
        return (entry.apiKey(named: name, environment: environment), "'\(name)' in \(directories.keyFile)")
    }

    /// Returns the reason the profile's stored key cannot be read, or `nil` if there is no error.
    func keyFailure(of profile: Profile) -> CommandFailure? {
        guard profile.keyName != nil, case .failure(let failure) = keys else { return nil }
        return failure
    }

    /// Returns a notice if the key is in quotation marks, as in a `.env` file, or `nil` otherwise.
    func keyNotice(of profile: Profile) -> String? {
        guard let given = found(flags.key, in: "--key") ?? profile.keyVariable.flatMap(variable),
            KeyText.unquoted(given.value) != nil
        else { return nil }
        return "waiter: ignoring the quotation marks around the key (\(given.source))"
    }
}
