internal import Waiter

/// Updates `keys.json`.
package struct KeyFile: Sendable {
    package let path: String

    package init(path: String) {
        self.path = path
    }

    /// Reads the file, lets `body` modify the contents, and replaces the file. A lock is held throughout (see
    /// `LockedFile`).
    ///
    /// - Parameters:
    ///   - onWait: A closure called once if another process holds the lock.
    ///   - body: A closure that modifies the contents.
    /// - Throws: `CommandFailure`, or any error thrown by `body`. If an error is thrown, the file is unchanged.
    package func update(
        onWait: () -> Void = {},
        _ body: (inout KeyStore) throws -> Void
    ) async throws {
        let remedy = "set WAITER_HOME to a writable directory, or set OPENAI_API_KEY"
        try await LockedFile(path: path, remedy: remedy).update(onWait: onWait) { path in
            var store = try KeyStore(path: path)
            let before = store.members
            try body(&store)
            return store.members == before ? nil : JSONValue.object(store.members).prettyJSONText + "\n"
        }
    }
}
