internal import WaiterPlatform

/// Looks names up on a PATH.
struct ExecutableSearch: Sendable {
    var environment: [String: String]

    private var directories: [String] {
        // Relative entries are skipped: what they name depends on where one stands.
        (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").map(String.init)
            .filter { $0.hasPrefix("/") }
    }

    /// The executables of these names, all of the first name before any of the second.
    func paths(of names: [String]) -> [String] {
        let directories = directories
        return names.flatMap { name in
            directories.map { "\($0)/\(name)" }.filter { FileSystem.isExecutable($0) }
        }
    }

    func first(_ name: String) -> String? {
        paths(of: [name]).first
    }
}
