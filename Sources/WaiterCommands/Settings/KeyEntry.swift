package import Waiter

/// An entry in `keys.json`: a key, or a command that prints a key.
package enum KeyEntry: Sendable, Hashable {
    case value(String)
    case command(String)

    /// Decodes a member of the file or returns `nil` if it is neither a string nor an object with `cmd`.
    package init?(_ json: JSONValue) {
        if let key = json.stringValue {
            self = .value(key)
        } else if let command = json["cmd"]?.stringValue {
            self = .command(command)
        } else {
            return nil
        }
    }

    package var json: JSONValue {
        switch self {
        case .value(let key): .string(key)
        case .command(let command): ["cmd": .string(command)]
        }
    }

    /// Returns the key for the client. If the entry contains a command, the command runs when the client requests the
    /// key.
    package func apiKey(named name: String, environment: [String: String]) -> APIKey {
        switch self {
        case .value(let key): APIKey(key)
        case .command: .provider { try await resolve(name: name, environment: environment) }
        }
    }

    /// Returns the key itself. If the entry contains a command, the command runs each time this method is called.
    ///
    /// - Parameters:
    ///   - name: The key's name, for error messages.
    ///   - environment: The environment of the command.
    /// - Returns: The key.
    /// - Throws: `CommandFailure` with exit code 8 if the command does not print a usable key, or `CancellationError`.
    package func resolve(name: String, environment: [String: String]) async throws -> String {
        switch self {
        case .value(let key): key
        case .command(let command): try await KeyProgram(command, name: name, environment: environment).run()
        }
    }
}

extension KeyEntry: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The masked key or the command with any keys in it masked.
    package var description: String {
        switch self {
        case .value(let key): APIKey.masked(key)
        case .command(let command): KeyText.redacted(command: command)
        }
    }

    package var debugDescription: String { description }

    package var customMirror: Mirror { Mirror(self, children: ["entry": description], displayStyle: .enum) }
}
