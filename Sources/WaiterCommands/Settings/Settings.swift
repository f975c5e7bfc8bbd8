package import HTTPTypes
package import Waiter
internal import WaiterPlatform

/// The effective settings of a command.
///
/// The settings come from the following sources, in order of precedence: flags, the environment, the profile, the
/// config file, and built-in values.
package struct Settings: Sendable {
    /// The flags shared by all commands that connect to a server.
    package struct Flags: Sendable {
        package var profile: String?
        /// The source of the profile: the flag, or a conversation.
        package var profileSource = "-P"
        package var key: String?
        package var baseURL: String?
        package var model: String?
        /// The source of the model: the flag, or a template.
        package var modelSource = "-m"
        package var timeout: Double?
        package var retries: Int?
        package var api: ModelAPI?
        /// User-defined headers, which override the profile's headers.
        package var headers = HTTPFields()

        package init() {}
    }

    package var profile: Profile
    /// Whether the local model is used because no profile was chosen and no key was found.
    package var isLocalByDefault: Bool
    package var key: APIKey?
    /// The source of the key, or `nil` if there is no key.
    package var keySource: String?
    /// A notice about the key, or `nil` if there is nothing to report.
    package var keyNotice: String?
    /// The error that prevented a stored key from being read, or `nil` if there is a key or no error occurred.
    package var keyFailure: CommandFailure?
    /// The base URL, or `nil` for the local model.
    package var baseURL: SourcedValue?
    /// The model with aliases resolved, or `nil` if no model is chosen.
    package var model: SourcedValue?
    /// The API given by the flag, the profile or the config file, or `nil` to choose the API based on the server and
    /// the model.
    package var api: ModelAPI?
    package var options: JSONObject
    package var timeout: Double?
    package var retries: Int?
    /// Additional headers for each call.
    package var headers: HTTPFields
    /// The suggestion for adding or fixing the profile's key.
    package var keyRemedy: String
    /// The source of each value, keyed by its name in `waiter config show`. For files, the source includes the path.
    package var sources: [String: String]

    /// Resolves all settings.
    ///
    /// The environment variables of OpenAI's official libraries, OPENAI_API_KEY and OPENAI_BASE_URL, apply to the
    /// `openai` profile.
    ///
    /// - Throws: `CommandFailure` for an unknown profile or unusable files.
    package init(flags: Flags, environment: [String: String], directories: Directories) throws {
        let layers = try SettingsLayers(flags: flags, environment: environment, directories: directories)
        let config = layers.config
        let chosen = layers.chosenProfile
        isLocalByDefault = chosen == nil
        profile = try layers.profile(chosen?.value ?? "local", from: chosen?.source)
        let api = layers.value(profile, flags.api, "--api", profile.api, config.api)
        let effective = api?.value ?? profile.azureAPI
        self.api = effective
        let server = try layers.baseURL(of: profile, effective ?? .chatCompletions)
        baseURL = server?.found
        let model = try layers.model(of: profile)
        self.model = model?.found
        let (options, places) = layers.options(of: profile)
        self.options = options
        let timeout = layers.value(profile, flags.timeout, "--timeout", profile.timeout, config.timeout)
        self.timeout = timeout?.value
        let retries = layers.value(profile, flags.retries, "--retries", profile.retries, config.retries)
        self.retries = retries?.value
        let key = try layers.key(of: profile)
        self.key = key?.key
        keySource = key?.place
        keyNotice = layers.keyNotice(of: profile)
        keyFailure = key == nil ? layers.keyFailure(of: profile) : nil
        keyRemedy = key.map { "check \($0.place)" } ?? Self.howToGiveKey(profile, directories)
        sources = [
            "profile": chosen?.source ?? "built in: no key found", "base_url": server?.place, "model": model?.place,
            "key": key?.place, "timeout": timeout?.place, "retries": retries?.place, "api": api?.place,
        ].compactMapValues { $0 }
        for (name, place) in places { sources["options.\(name)"] = place }
        let ofProfile = layers.place(profile)
        if profile.system != nil { sources["system"] = ofProfile }
        if config.profiles[profile.name]?.embeddingModel != nil { sources["embedding_model"] = ofProfile }
        headers = profile.headers
        for field in profile.headers { sources["headers.\(field.name.rawName)"] = ofProfile }
        for field in flags.headers {
            headers[field.name] = field.value
            sources["headers.\(field.name.rawName)"] = "--header"
        }
        if profile.authentication != nil || profile.azure != nil { sources["auth"] = ofProfile }
        if profile.thinkTags != nil { sources["think_tags"] = ofProfile }
        if profile.billing != nil { sources["billing"] = ofProfile }
        if profile.allowsPlainHTTP { sources["allow_plain_http"] = ofProfile }
    }

    private static func howToGiveKey(_ profile: Profile, _ directories: Directories) -> String {
        let store = profile.keyName.map { "run: waiter keys set \(ShellWord.quoted($0))" }
        if let variable = profile.keyVariable {
            return "set \(variable) or pass --key" + (store.map { ", or \($0)" } ?? "")
        }
        if let store { return "\(store), or pass --key" }
        return
            "pass --key, or set \"key_env\" to the variable with the key, for this profile in \(directories.configurationFile)"
    }
}
