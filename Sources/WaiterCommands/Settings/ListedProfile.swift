package import Waiter

/// A profile as listed by `waiter config profiles`.
package struct ListedProfile: Sendable {
    package var name: String
    package var baseURL: String?
    /// The environment variable that contains the key, or the name under which the key is stored. The value is `nil` if
    /// no key is needed.
    package var keyPlace: String?
    /// Whether a key is set.
    package var hasKey: Bool
    /// Whether the config file defines or changes the profile.
    package var isOwn: Bool
    /// The built-in server that the profile is based on, or `nil` if there is no such server.
    package var server: BuiltInServer?

    /// Returns all profiles, sorted by name.
    ///
    /// - Throws: `CommandFailure` if a file cannot be used.
    package static func all(environment: [String: String], directories: Directories) throws -> [ListedProfile] {
        let config = try ConfigFile(path: directories.configurationFile)
        return try Set(config.profiles.keys).union(Profile.builtInNames).sorted().map { name in
            var flags = Settings.Flags()
            flags.profile = name
            let settings = try Settings(flags: flags, environment: environment, directories: directories)
            let own = config.profiles[name]
            let server = own?.baseURL == nil ? BuiltInServer.named(name) : nil
            // Servers on this machine usually need no key, but a key can be stored for them.
            let needsKey = server.map { $0.keyVariable != nil } ?? true
            let place =
                settings.profile.keyVariable ?? (needsKey || settings.key != nil ? settings.profile.keyName : nil)
            return ListedProfile(
                name: name,
                baseURL: settings.baseURL?.value,
                keyPlace: place,
                hasKey: settings.key != nil,
                isOwn: own != nil,
                server: server
            )
        }
    }

    private var key: String {
        guard let keyPlace else { return "no key needed" }
        return "\(keyPlace) (\(hasKey ? "set" : "not set"))"
    }

    private var apis: String { server.map { $0.apis.map(\.rawValue).joined(separator: ", ") } ?? "" }

    /// The cells of the profile's row in the list.
    package var row: [String] {
        [name, baseURL ?? "the local model", key, apis, isOwn ? "config file" : "built in"]
    }

    /// The rows shown for a single profile.
    package var details: [[String]] {
        var rows = [["profile", name], ["base_url", baseURL ?? "chosen by the local server"], ["key", key]]
        rows.append(["defined in", isOwn ? "config file" : "built in"])
        guard let server else { return rows }
        rows.append(["APIs", apis])
        if let model = server.embeddingModel { rows.append(["embedding_model", model]) }
        rows += server.quirks.enumerated().map { [$0.offset == 0 ? "quirks" : "", $0.element] }
        rows.append(["source", "\(server.source) (\(server.date))"])
        return rows
    }

    /// The profile as JSON.
    package var json: JSONValue {
        var object: JSONObject = [
            "name": .string(name), "base_url": baseURL.map { .string($0) } ?? .null,
            "key": keyPlace.map { .string($0) } ?? .null, "has_key": .bool(hasKey), "is_built_in": .bool(!isOwn),
        ]
        guard let server else { return .object(object) }
        object["apis"] = .array(server.apis.map { .string($0.rawValue) })
        object["embedding_model"] = server.embeddingModel.map { .string($0) }
        object["quirks"] = .array(server.quirks.map { .string($0) })
        object["source"] = .string(server.source)
        object["date"] = .string(server.date)
        return .object(object)
    }
}
