package import Waiter
internal import WaiterModels
internal import WaiterPlatform

/// The user's `config.json`, which is JSON5 and can therefore contain comments.
package struct ConfigFile: Sendable {
    package var profile: String?
    package var model: String?
    package var timeout: Double?
    package var retries: Int?
    package var api: ModelAPI?
    package var options = JSONObject()
    /// The profiles as written in the file. Missing values can come from built-in profiles.
    package var profiles: [String: Profile] = [:]

    /// The user's additions to the model catalogue, keyed by model ID.
    package var models = JSONObject()

    private static let keys = ["profile", "model", "timeout", "retries", "api", "options", "profiles", "models"]
    private static let profileKeys = [
        "base_url", "key", "key_env", "model", "embedding_model", "system", "options", "timeout", "retries",
        "allow_plain_http", "headers", "auth", "azure", "think_tags", "billing", "api",
    ]

    /// Reads the file. If the file does not exist, the built-in values apply.
    ///
    /// - Throws: `CommandFailure` if users other than the owner can modify the file, or if the file is invalid. In the
    ///   latter case, the failure identifies the file and either the key or the line and column.
    package init(path: String) throws {
        guard let (bytes, mode) = try TextFile.readOwn(path) else { return }
        // Check the permissions, because the file determines which server the key is sent to.
        guard mode & 0o022 == 0 else {
            throw CommandFailure(
                .usage,
                "other users can modify \(path)",
                nextStep: "run: chmod go-w \(ShellWord.quoted(path))",
                kind: "permissions"
            )
        }
        let value = try ConfigSyntax.parse(bytes, what: "the config file", path: path)
        let reader = ConfigReader(path: path)
        let object = try reader.object(value, "")
        try reader.check(object, known: Self.keys, at: "")
        profile = try reader.string(object, "profile", at: "")
        model = try reader.string(object, "model", at: "")
        timeout = try reader.number(object, "timeout", at: "")
        retries = try reader.integer(object, "retries", at: "")
        api = try reader.api(object, at: "")
        options = try reader.options(object, at: "")
        models = try reader.object(object["models"] ?? [:], "models")
        _ = try CatalogueSyntax.naming(path) { [models] () throws(ModelCatalogueError) in
            try ModelCatalogue().overlaid(withModels: models)
        }
        for (name, value) in try reader.object(object["profiles"] ?? [:], "profiles") {
            profiles[name] = try Self.profile(name, try reader.object(value, "profiles.\(name)"), reader)
        }
    }

    private static func profile(_ name: String, _ object: JSONObject, _ reader: ConfigReader) throws -> Profile {
        let place = "profiles.\(name)."
        try reader.check(object, known: profileKeys, at: place)
        var profile = Profile(name: name)
        profile.baseURL = try reader.string(object, "base_url", at: place)
        profile.keyName = try reader.string(object, "key", at: place)
        profile.keyVariable = try reader.string(object, "key_env", at: place)
        profile.model = try reader.string(object, "model", at: place)
        profile.embeddingModel = try reader.string(object, "embedding_model", at: place)
        profile.system = try reader.string(object, "system", at: place)
        profile.timeout = try reader.number(object, "timeout", at: place)
        profile.retries = try reader.integer(object, "retries", at: place)
        profile.allowsPlainHTTP = try reader.bool(object, "allow_plain_http", at: place) ?? false
        profile.options = try reader.options(object, at: place)
        profile.headers = try reader.headers(object, at: place)
        profile.authentication = try reader.authentication(object, at: place)
        try reader.azure(object, at: place, of: &profile)
        profile.billing = try reader.billing(object, at: place)
        profile.api = try reader.api(object, at: place)
        profile.thinkTags = try reader.thinkTags(object, at: place)
        return profile
    }
}
