package import Waiter

/// What holds for one command: flags over environment over profile over config file over what is built in.
package struct Settings: Sendable {
    /// The flags that every command with a server takes.
    package struct Flags: Sendable {
        package var profile: String?
        package var key: String?
        package var baseURL: String?
        package var model: String?
        /// What gave the model: the flag, or a template.
        package var modelSource = "-m"
        package var timeout: Double?
        package var retries: Int?

        package init() {}
    }

    /// A value and where it was found, for messages: `--base-url`, `WAITER_MODEL`, `profile 'work'`.
    package struct Found: Sendable, Hashable {
        package var value: String
        package var source: String

        package init(value: String, source: String) {
            self.value = value
            self.source = source
        }
    }

    package var profile: Profile
    /// Whether nobody chose the profile: no key was found anywhere, so the local model answers.
    package var isLocalByDefault: Bool
    package var key: APIKey?
    /// Where the key was found; nil without one.
    package var keySource: String?
    /// Nil for the local model.
    package var baseURL: Found?
    package var model: Found?
    package var options: JSONObject
    package var timeout: Double?
    package var retries: Int?
    /// The sentence that tells how to give this profile a key, or mend the one it has.
    package var keyRemedy: String

    /// Puts everything together.
    ///
    /// The variables of the official library, OPENAI_API_KEY and OPENAI_BASE_URL, belong to the profile `openai`.
    ///
    /// - Throws: `CommandFailure` for an unknown profile or unusable files.
    package init(flags: Flags, environment: [String: String], directories: Directories) throws {
        func variable(_ name: String) -> Found? {
            environment[name].flatMap { $0.isEmpty ? nil : Found(value: $0, source: name) }
        }
        func flag(_ value: String?, _ name: String) -> Found? { value.map { Found(value: $0, source: name) } }
        let config = try ConfigFile(path: directories.configurationFile)
        let keys = try KeyStore(path: directories.keyFile)

        var chosen =
            flag(flags.profile, "-P") ?? variable("WAITER_PROFILE")
            ?? flag(config.profile, directories.configurationFile)
        if chosen == nil {
            let hasServer = flags.key != nil || flags.baseURL != nil || variable("OPENAI_BASE_URL") != nil
            let hasKey = variable("OPENAI_API_KEY") != nil || keys.members["openai"] != nil
            if hasServer || hasKey { chosen = Found(value: "openai", source: "a key") }
        }
        isLocalByDefault = chosen == nil
        let name = chosen?.value ?? "local"
        let builtIn = Profile.builtIn(name)
        guard let own = config.profiles[name] ?? builtIn else {
            throw Self.unknownProfile(name, from: chosen?.source, config)
        }
        profile = own.completed(from: builtIn)
        let profileSource = "profile '\(name)'"

        let serverVariable = name == "openai" ? variable("OPENAI_BASE_URL") : nil
        baseURL = flag(flags.baseURL, "--base-url") ?? serverVariable ?? flag(profile.baseURL, profileSource)
        let ownModel = config.profiles[name]?.model
        // The config file's model for everything cannot mean the one model on this machine.
        let generalModel = profile.isLocal ? nil : config.model
        model =
            flag(flags.model, flags.modelSource) ?? variable("WAITER_MODEL") ?? flag(ownModel, profileSource)
            ?? flag(generalModel, directories.configurationFile) ?? flag(builtIn?.model, profileSource)
        options = [:]
        for fields in [builtIn?.options, config.options, config.profiles[name]?.options] {
            for (name, value) in fields ?? [:] { RequestParameters.set(name, value, in: &options) }
        }
        timeout = flags.timeout ?? own.timeout ?? config.timeout
        retries = flags.retries ?? own.retries ?? config.retries
        let given = flag(flags.key, "--key") ?? profile.keyVariable.flatMap(variable)
        if let given {
            key = APIKey(given.value)
            keySource = given.source
        } else if let name = profile.keyName, let entry = try keys.entry(named: name) {
            key = entry.apiKey(named: name, environment: environment)
            keySource = "'\(name)' in \(directories.keyFile)"
        }
        keyRemedy = keySource.map { "check \($0)" } ?? Self.howToGiveKey(profile, directories)
    }

    private static func howToGiveKey(_ profile: Profile, _ directories: Directories) -> String {
        let store = profile.keyName.map { "run: waiter keys set \(ShellWord.quoted($0))" }
        if let variable = profile.keyVariable {
            return "set \(variable) or give --key" + (store.map { ", or \($0)" } ?? "")
        }
        if let store { return "\(store), or give --key" }
        return "give --key, or name its variable as \"key_env\" of the profile in \(directories.configurationFile)"
    }

    private static func unknownProfile(_ name: String, from source: String?, _ config: ConfigFile) -> CommandFailure {
        let names = Set(config.profiles.keys).union(Profile.builtInNames).sorted()
        let nearest = NearestName.find(name, in: names).map { "did you mean '\($0)'? " } ?? ""
        var failure = CommandFailure.usage(
            "there is no profile '\(name)'",
            nextStep: "\(nearest)there are \(names.joined(separator: ", "))"
        )
        failure.place = source
        return failure
    }
}
