/// A secret that authorizes calls, and that no output of the program shows.
///
/// Printing, interpolating, reflecting, dumping and encoding give `sk-...beef` at most. There is no string literal for
/// it, so that a key does not end up in source: read it from the environment, a file or a vault.
///
///     let client = try OpenAI(configuration: .init(apiKey: .provider { try await vault.secret("openai") }))
public struct APIKey: Sendable {
    private enum Source: Sendable {
        case value(String)
        case provider(@Sendable () async throws -> String)
    }

    private let source: Source

    /// Wraps a key that is already at hand.
    public init(_ value: String) {
        source = .value(value)
    }

    private init(source: Source) {
        self.source = source
    }

    /// Makes a key that is asked for before each attempt, for keys that expire or live in a vault.
    ///
    /// What the closure throws reaches the caller of the API unchanged, and such a call is not retried.
    public static func provider(_ provide: @escaping @Sendable () async throws -> String) -> APIKey {
        APIKey(source: .provider(provide))
    }

    /// The secret itself, for the one place that sends it.
    package func resolve() async throws -> String {
        switch source {
        case .value(let value): value
        case .provider(let provide): try await provide()
        }
    }

    /// The secret, when it needs no waiting.
    package var immediateValue: String? {
        if case .value(let value) = source { value } else { nil }
    }

    /// Why a text cannot be a key, or nil when it can. The reason never quotes the text.
    package static func defect(in value: String) -> String? {
        if value.isEmpty { return "it is empty" }
        for scalar in value.unicodeScalars {
            switch scalar.value {
            case 0x0A, 0x0D: return "it contains a line break"
            case 0..<0x20, 0x7F: return "it contains a control character"
            case 0x20: return "it contains a space"
            case 0x80...: return "it contains a character outside ASCII"
            default: continue
            }
        }
        return nil
    }

    /// What may be shown of a secret: its kind and, when enough stays hidden, its last four characters.
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

    /// A mirror that holds the masked key only, since `dump` ignores descriptions.
    public var customMirror: Mirror { Mirror(self, children: ["key": description], displayStyle: .struct) }

    /// Writes the masked key: a key that lands in a JSON file by accident is worthless there.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
