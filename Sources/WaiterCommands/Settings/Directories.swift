/// Where `waiter` keeps its files; the same on Linux and macOS.
package struct Directories: Sendable, Hashable {
    package var configuration: String
    package var data: String
    package var state: String

    /// Reads WAITER_HOME, the XDG variables and HOME; an empty or relative value counts as unset.
    ///
    /// - Throws: `CommandFailure` when not even HOME is there.
    package init(environment: [String: String]) throws {
        func absolute(_ name: String) -> String? {
            guard var path = environment[name], path.hasPrefix("/") else { return nil }
            while path.count > 1, path.hasSuffix("/") { path.removeLast() }
            return path
        }
        if let all = absolute("WAITER_HOME") {
            (configuration, data, state) = (all, all, all)
            return
        }
        func directory(_ variable: String, _ fallback: String) throws -> String {
            if let base = absolute(variable) { return base + "/waiter" }
            guard let home = absolute("HOME") else {
                throw CommandFailure.usage("HOME is not set", nextStep: "set it, or WAITER_HOME, to a directory")
            }
            return "\(home)/\(fallback)/waiter"
        }
        configuration = try directory("XDG_CONFIG_HOME", ".config")
        data = try directory("XDG_DATA_HOME", ".local/share")
        state = try directory("XDG_STATE_HOME", ".local/state")
    }

    package var configurationFile: String { configuration + "/config.json" }
    package var keyFile: String { configuration + "/keys.json" }
    package var templates: String { configuration + "/templates" }
    package var modelFile: String { configuration + "/models.json" }
    package var localModel: String { data + "/local" }
    package var catalogueFile: String { configuration + "/catalogue.json" }
    package var database: String { data + "/waiter.sqlite3" }
    package var history: String { state + "/history" }
    package var modelLists: String { state + "/models" }
}
