internal import WaiterPlatform

/// Finds executables in PATH.
struct ExecutableSearch: Sendable {
    var environment: [String: String]

    private var directories: [String] {
        // Relative entries are skipped, because they depend on the current directory.
        (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").map(String.init)
            .filter { $0.hasPrefix("/") }
    }

    /// Returns the executables with the given names, in the order of the names. Executables with the same name are in
    /// PATH order.
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
