/// An API key, which is masked in all output.
///
/// If a key is printed, interpolated, reflected, dumped or encoded, at most a masked form such as `sk-...beef` is
/// shown. To keep keys out of source code, a key cannot be created from a string literal. Read keys from the
/// environment, a file or a vault.
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

    /// Creates a key that is requested from a closure before each attempt. Use this method for keys that expire or that
    /// are stored in a vault.
    ///
    /// If the closure throws an error, the error is rethrown unchanged, and the call is not retried.
    public static func provider(_ provide: @escaping @Sendable () async throws -> String) -> APIKey {
        APIKey(source: .provider(provide))
    }

    /// Returns the secret itself. Only the code that sends the key needs the secret.
    package func resolve() async throws -> String {
        switch source {
        case .value(let value): value
        case .provider(let provide): try await provide()
        }
    }

    /// The secret, or `nil` if it must be requested from a provider.
    package var immediateValue: String? {
        if case .value(let value) = source { value } else { nil }
    }

    /// Returns the reason why a string cannot be a key, or `nil` if the string is a valid key. The reason does not
    /// quote the string.
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

    /// Returns a displayable form of a secret. It contains the kind of key and, if enough of the secret remains hidden,
    /// the last four characters.
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

    /// A mirror that contains only the masked key. `dump` uses this mirror instead of the description.
    public var customMirror: Mirror { Mirror(self, children: ["key": description], displayStyle: .struct) }

    /// Encodes the masked key, so that a key does not leak if it is written to a JSON file by accident.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
