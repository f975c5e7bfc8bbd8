/// An API key that is masked in all output.
///
/// Printing, interpolating, reflecting, dumping and encoding a key show at most `sk-...beef`. Keys cannot be written as
/// string literals, which keeps them out of source code. Read them from the environment, a file or a vault.
///
///     let client = try OpenAI(configuration: .init(apiKey: .provider { try await vault.secret("openai") }))
public struct APIKey: Sendable {
    private enum Source: Sendable {
        case value(String)
        case provider(@Sendable () async throws -> String)
    }

    private let source: Source

    /// Creates a key from a known value.
    public init(_ value: String) {
        source = .value(value)
    }

    private init(source: Source) {
        self.source = source
    }

    /// Creates a key that is requested before each attempt, for keys that expire or are stored in a vault.
    ///
    /// Errors thrown by the closure propagate to the caller unchanged, and the call is not retried.
    public static func provider(_ provide: @escaping @Sendable () async throws -> String) -> APIKey {
        APIKey(source: .provider(provide))
    }

    /// Returns the secret itself, for the code that sends it.
    package func resolve() async throws -> String {
        switch source {
        case .value(let value): value
        case .provider(let provide): try await provide()
        }
    }

    /// The secret, if it is available without waiting.
    package var immediateValue: String? {
        if case .value(let value) = source { value } else { nil }
    }

    /// Returns the reason a string cannot be a key, without quoting the string, or `nil` for a valid key.
    package static func defect(in value: String) -> String? {
        if value.isEmpty { return "it is empty" }
        for scalar in value.unicodeScalars {
            switch scalar.value {
            case 0x0A, 0x0D: return "it contains a line break"
            case 0..<0x20, 0x7F: return "it contains a control character"
            case 0x20: return "it contains a space"
            case 0x80...: return "it contains a non-ASCII character"
            default: continue
            }
        }
        return nil
    }

    /// Returns a displayable form of a secret: its kind and, if enough remains hidden, its last four characters.
    package static func masked(_ value: String) -> String {
        let prefix = value.hasPrefix("sk-") ? "sk-" : ""
        return value.utf8.count >= 20 ? "\(prefix)...\(value.suffix(4))" : "\(prefix)..."
    }
}

extension APIKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable, Encodable {
    /// The masked key, such as `sk-...beef`.
    public var description: String {
        immediateValue.map(Self.masked) ?? "(from a provider)"
    }

    /// The masked key, such as `sk-...beef`.
    public var debugDescription: String { description }

    /// A mirror with only the masked key, since `dump` ignores descriptions.
    public var customMirror: Mirror { Mirror(self, children: ["key": description], displayStyle: .struct) }

    /// Encodes the masked key, so that a key written to a JSON file by accident does not leak.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
