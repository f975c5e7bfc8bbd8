package import Waiter

/// The keys that the user has stored, by name: an object in `keys.json` of texts, or of objects with a `cmd`.
package struct KeyStore: Sendable {
    /// The whole file, with the members that are no keys: they are not ours to lose.
    package private(set) var members: JSONObject
    private let path: String

    /// Reads the file; there are no keys when there is no file.
    ///
    /// - Throws: `CommandFailure` when others than its owner can read it, or it is no such object.
    package init(path: String) throws {
        self.path = path
        members = [:]
        guard let (bytes, mode) = try TextFile.readOwn(path) else { return }
        guard mode & 0o077 == 0 else {
            throw CommandFailure(
                .notAuthorized,
                "others can read \(path)",
                nextStep: "run: chmod 600 \(ShellWord.quoted(path))",
                kind: "permissions"
            )
        }
        // An empty file holds no keys: some create one, to set its permissions first.
        if bytes.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) { return }
        guard let object = try? JSONValue(parsing: bytes).objectValue else {
            throw CommandFailure.usage("\(path) is no JSON object of names and keys")
        }
        members = object
    }

    /// What can be used, in the order of the file.
    package var entries: [(name: String, entry: KeyEntry)] {
        members.compactMap { member in KeyEntry(member.value).map { (member.key, $0) } }
    }

    /// What is stored under a name, commands not yet run.
    ///
    /// - Throws: `CommandFailure` when the name stands for something that is no key.
    package func entry(named name: String) throws -> KeyEntry? {
        guard let member = members[name] else { return nil }
        guard let entry = KeyEntry(member) else {
            throw CommandFailure.usage(
                "'\(name)' in \(path) must be a text or an object with a \"cmd\"",
                nextStep: "set it anew: waiter keys set \(ShellWord.quoted(name))"
            )
        }
        return entry
    }

    /// The key of a name; one that is a command is run for it, each time.
    ///
    /// - Throws: `CommandFailure` with exit code 8 when the command gives no usable key.
    package func key(named name: String, environment: [String: String]) async throws -> String? {
        try await entry(named: name)?.resolve(name: name, environment: environment)
    }

    /// Puts an entry under a name, in the place of what was there, or takes it away.
    package mutating func replace(_ name: String, with entry: KeyEntry?) {
        members[name] = entry?.json
    }
}
