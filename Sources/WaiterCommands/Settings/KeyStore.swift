package import Waiter
internal import WaiterPlatform

/// The stored keys, identified by name. `keys.json` contains an object whose members are strings or objects with `cmd`.
package struct KeyStore: Sendable {
    /// All members of the file, including unknown members, which are preserved.
    package private(set) var members: JSONObject
    private let path: String

    /// Reads the file. If the file does not exist, there are no keys.
    ///
    /// - Throws: `CommandFailure` if users other than the owner can read the file, or if the file does not contain a
    ///   JSON object.
    package init(path: String) throws {
        self.path = path
        members = [:]
        guard let (bytes, mode) = try TextFile.readOwn(path) else { return }
        guard mode & 0o077 == 0 else {
            throw CommandFailure(
                .notAuthorized,
                "other users can read \(path)",
                nextStep: "run: chmod 600 \(ShellWord.quoted(path))",
                kind: "permissions"
            )
        }
        // An empty file contains no keys. Some users create an empty file first, to set its permissions.
        if bytes.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) { return }
        guard let object = try? JSONValue(parsing: bytes).objectValue else {
            throw CommandFailure.usage("\(path) is not a JSON object of names and keys")
        }
        members = object
    }

    /// The valid entries, in file order.
    package var entries: [(name: String, entry: KeyEntry)] {
        members.compactMap { member in KeyEntry(member.value).map { (member.key, $0) } }
    }

    /// Returns the entry with the given name, without running its command.
    ///
    /// - Throws: `CommandFailure` if the entry is invalid.
    package func entry(named name: String) throws -> KeyEntry? {
        guard let member = members[name] else { return nil }
        guard let entry = KeyEntry(member) else {
            throw CommandFailure.usage(
                "'\(name)' in \(path) must be a string or an object with a \"cmd\"",
                nextStep: "set it again with: waiter keys set \(ShellWord.quoted(name))"
            )
        }
        return entry
    }

    /// Returns the key with the given name. If the entry has a command, the command runs each time.
    ///
    /// - Throws: `CommandFailure` with exit code 8 if the command does not print a usable key.
    package func key(named name: String, environment: [String: String]) async throws -> String? {
        try await entry(named: name)?.resolve(name: name, environment: environment)
    }

    /// Sets, replaces or removes an entry.
    package mutating func replace(_ name: String, with entry: KeyEntry?) {
        members[name] = entry?.json
    }
}
