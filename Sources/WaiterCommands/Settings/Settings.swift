package import Waiter

/// What holds for one command: flags over environment over profile over config file over what is built in.
package struct Settings: Sendable {
    /// The flags that every command with a server takes.
    package struct Flags: Sendable {
        package var profile: String?
        package var key: String?
        package var baseURL: String?
        package var model: String?
        package var timeout: Double?
        package var retries: Int?

        package init() {}
    }

    package var profile: Profile
    /// Whether nobody chose the profile: no key was found anywhere, so the local model answers.
    package var isLocalByDefault: Bool
    /// The key, or the command that prints it: `resolveKey` runs that.
    package var key: KeyEntry?
    /// Nil for the local model.
    package var baseURL: String?
    package var model: String?
    package var options: JSONObject
    package var timeout: Double?
    package var retries: Int?
    /// The sentence that tells how to give this profile a key.
    package var keyRemedy: String

    /// Puts everything together.
    ///
    /// The variables of the official library, OPENAI_API_KEY and OPENAI_BASE_URL, belong to the profile `openai`.
    ///
    /// - Throws: `CommandFailure` for an unknown profile or unusable files.
    package init(flags: Flags, environment: [String: String], directories: Directories) throws {
        func variable(_ name: String) -> String? {
            environment[name].flatMap { $0.isEmpty ? nil : $0 }
        }
        let config = try ConfigFile(path: directories.configurationFile)
        let keys = try KeyStore(path: directories.keyFile)
        var chosen = flags.profile ?? variable("WAITER_PROFILE") ?? config.profile
        if chosen == nil {
            let hasServer = flags.key != nil || flags.baseURL != nil || variable("OPENAI_BASE_URL") != nil
            let hasKey = variable("OPENAI_API_KEY") != nil || keys.members["openai"] != nil
            if hasServer || hasKey { chosen = "openai" }
        }
        isLocalByDefault = chosen == nil
        profile = try Self.profile(named: chosen ?? "local", config)
        let isOfficial = profile.name == "openai"
        baseURL = flags.baseURL ?? (isOfficial ? variable("OPENAI_BASE_URL") : nil) ?? profile.baseURL
        key =
            try (flags.key ?? profile.keyVariable.flatMap(variable)).map(KeyEntry.value)
            ?? profile.keyName.flatMap(keys.entry(named:))
        model = flags.model ?? variable("WAITER_MODEL") ?? profile.model ?? config.model
        options = config.options
        for (name, value) in profile.options { options[name] = value }
        timeout = flags.timeout ?? profile.timeout ?? config.timeout
        retries = flags.retries ?? profile.retries ?? config.retries
        let names = [
            profile.keyName.map { "run 'waiter keys set \(ShellWord.quoted($0))'" },
            profile.keyVariable.map { "set \($0)" }, "give --key",
        ].compactMap { $0 }
        keyRemedy = names.joined(separator: " or ")
        if flags.baseURL != nil { profile.baseURL = flags.baseURL }
    }

    private static func profile(named name: String, _ config: ConfigFile) throws -> Profile {
        if let profile = config.profiles[name] ?? Profile.builtIn(name) { return profile }
        let names = Set(config.profiles.keys).union(Profile.builtInNames).sorted()
        let nearest = NearestName.find(name, in: names).map { "did you mean '\($0)'? " } ?? ""
        throw CommandFailure.usage(
            "there is no profile '\(name)'",
            nextStep: "\(nearest)there are \(names.joined(separator: ", "))"
        )
    }
}
