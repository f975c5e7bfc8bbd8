/// The directories for Waiter's files, which are the same on Linux and macOS.
package struct Directories: Sendable, Hashable {
    package var configuration: String
    package var data: String
    package var state: String
    /// Whether all directories are known. If any directory is unknown, no files are read or written.
    package var hasFiles = true

    /// Reads WAITER_HOME, the XDG variables and HOME.
    ///
    /// An empty or relative value is treated as unset.
    ///
    /// - Throws: `CommandFailure` if HOME is needed but not set.
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
                throw CommandFailure.usage("HOME is not set", nextStep: "set HOME or WAITER_HOME to a directory")
            }
            return "\(home)/\(fallback)/waiter"
        }
        configuration = try directory("XDG_CONFIG_HOME", ".config")
        data = try directory("XDG_DATA_HOME", ".local/share")
        state = try directory("XDG_STATE_HOME", ".local/state")
    }

    /// A path at which nothing can exist or be created.
    private static let nowhere = "/dev/null/waiter"

    /// Reads the same variables as `init(environment:)`, but uses an unusable path for each directory that cannot be
    /// determined.
    package init(optionalIn environment: [String: String]) {
        if let found = try? Directories(environment: environment) {
            self = found
            return
        }
        func directory(_ variable: String) -> String {
            guard let path = environment[variable], path.hasPrefix("/") else { return Self.nowhere }
            return path + "/waiter"
        }
        configuration = directory("XDG_CONFIG_HOME")
        data = directory("XDG_DATA_HOME")
        state = directory("XDG_STATE_HOME")
        hasFiles = false
    }

    package var configurationFile: String { configuration + "/config.json" }
    package var keyFile: String { configuration + "/keys.json" }
    package var templates: String { configuration + "/templates" }
    package var modelFile: String { configuration + "/models.json" }
    package var localModel: String { data + "/local" }
    package var catalogueFile: String { configuration + "/catalogue.json" }
    package var database: String { data + "/waiter.sqlite3" }
    /// The queue for bulk runs.
    package var bulkDatabase: String { data + "/bulk.sqlite3" }
    package var history: String { state + "/history" }
    package var lastList: String { state + "/last-list" }
    /// The file that stores whether `/copy` may use the terminal's clipboard.
    package var clipboardChoice: String { state + "/clipboard" }
    /// The checkpoints of unfinished uploads.
    package var uploads: String { state + "/uploads.json" }
    package var modelLists: String { state + "/models" }
    /// The file that stores the completed steps of `waiter learn`.
    package var lessonProgress: String { state + "/learn.json" }
}
