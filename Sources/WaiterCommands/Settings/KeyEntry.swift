package import Waiter

/// What `keys.json` holds under a name: a key, or the command that prints it.
package enum KeyEntry: Sendable, Hashable {
    case value(String)
    case command(String)

    /// Reads a member of the file: a text, or an object with a `cmd`; nil for anything else.
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

    /// The key as the client takes it; a command is run when the key is asked for.
    package func apiKey(named name: String, environment: [String: String]) -> APIKey {
        switch self {
        case .value(let key): APIKey(key)
        case .command: .provider { try await resolve(name: name, environment: environment) }
        }
    }

    /// The key itself; a command is run for it, each time.
    ///
    /// - Parameter name: The key's name, for what is said when the command fails.
    /// - Throws: `CommandFailure` with exit code 8 when the command gives no usable key.
    package func resolve(name: String, environment: [String: String]) async throws -> String {
        switch self {
        case .value(let key): key
        case .command(let command): try await KeyProgram(command, name: name, environment: environment).run()
        }
    }
}

extension KeyEntry: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The masked key; a command with the keys in it masked.
    package var description: String {
        switch self {
        case .value(let key): APIKey.masked(key)
        case .command(let command): KeyText.redacted(command: command)
        }
    }

    package var debugDescription: String { description }

    package var customMirror: Mirror { Mirror(self, children: ["entry": description], displayStyle: .enum) }
}
