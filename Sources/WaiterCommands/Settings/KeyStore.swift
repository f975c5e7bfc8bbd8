internal import Waiter

/// The keys that the user has stored, by name: an object of strings in `keys.json`.
package struct KeyStore: Sendable {
    private let keys: [String: String]

    /// Reads the file; there are no keys when there is no file.
    ///
    /// - Throws: `CommandFailure` when others than its owner can read it, or it is no such object.
    package init(path: String) throws {
        guard let (bytes, mode) = try TextFile.read(path) else {
            keys = [:]
            return
        }
        guard mode & 0o077 == 0 else {
            throw CommandFailure(
                .notAuthorized,
                "others can read \(path)",
                nextStep: "run: chmod 600 '\(path)'",
                kind: "permissions"
            )
        }
        guard let object = try? JSONValue(parsing: bytes).objectValue else {
            throw CommandFailure.usage("\(path) is no JSON object of names and keys")
        }
        keys = try Dictionary(
            object.map { name, value in
                guard let key = value.stringValue else {
                    throw CommandFailure.usage("the key '\(name)' in \(path) is no string")
                }
                return (name, key)
            }
        ) { $1 }
    }

    package func key(named name: String) -> String? { keys[name] }
}
