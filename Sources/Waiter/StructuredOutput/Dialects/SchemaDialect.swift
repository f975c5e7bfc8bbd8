/// The subset of JSON Schema that a server supports.
///
/// Keywords that a server rejects are omitted from the request. Keywords that a server ignores are sent. Answers are
/// always validated against the complete schema.
package struct SchemaDialect: Sendable, Hashable {
    /// The set of patterns that a server supports.
    package enum Patterns: Sendable, Hashable {
        case all
        /// Patterns that start with `^`, end with `$`, and do not contain look-ahead, word boundaries or Unicode
        /// category classes.
        case anchored
        case none
    }

    /// A name for logs and tests.
    package var name: String
    /// The keywords to omit.
    package var dropped: Set<String> = []
    /// The supported formats, or `nil` if all formats are supported.
    package var formats: Set<String>?
    /// The supported patterns.
    package var patterns: Patterns = .all
    /// The `maxLength` for string schemas that do not specify one. This default is needed for servers whose grammars
    /// allow endless strings.
    package var defaultMaxLength: Int?
    /// The `maxItems` for array schemas that do not specify one. This default is needed for models that repeat elements
    /// endlessly.
    package var defaultMaxItems: Int?
    /// The largest supported length or item count. A larger upper bound is lowered to this value. A larger lower
    /// bound is omitted.
    package var maxRepetition: Int?
    /// Whether `oneOf` is sent as `anyOf`.
    package var sendsOneOfAsAnyOf = false
    /// Whether a `$ref` to the whole document is sent as a reference to a definition.
    package var requiresNamedRoot = false
}

extension SchemaDialect {
    /// The dialect for unknown servers. All keywords are sent unchanged.
    package static let standard = SchemaDialect(name: "standard")

    /// The dialect of OpenAI and Azure in strict mode (`strict: true`). These servers reject every keyword that is not
    /// in their lists of supported keywords.
    package static let openAI = SchemaDialect(
        name: "openai",
        dropped: [
            "$schema", "$id", "$comment", "title", "default", "examples", "deprecated", "readOnly", "writeOnly",
            "allOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas", "dependencies",
            "minLength", "maxLength", "contentEncoding", "contentMediaType", "contentSchema", "uniqueItems", "contains",
            "minContains", "maxContains", "prefixItems", "unevaluatedItems", "patternProperties", "propertyNames",
            "minProperties", "maxProperties", "unevaluatedProperties",
        ],
        formats: [
            "date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid",
        ],
        patterns: .all,
        sendsOneOfAsAnyOf: true
    )

    /// The dialect of llama.cpp's server, which converts schemas to grammars. A string without a `maxLength` can
    /// continue until the token limit is reached. The server rejects unanchored patterns, `$ref: "#"` and repetition
    /// counts above 2,000.
    package static let llamaServer = SchemaDialect(
        name: "llama.cpp",
        formats: ["date", "time", "date-time", "uuid"],
        patterns: .anchored,
        defaultMaxLength: 500,
        maxRepetition: 1_000,
        requiresNamedRoot: true
    )

    /// The dialect of llama.cpp's server for a model with fewer than a billion parameters.
    ///
    /// Such a model tends to repeat itself until it reaches the token limit, so the dialect limits strings and arrays.
    package static let smallModel: SchemaDialect = {
        var dialect = llamaServer
        (dialect.name, dialect.defaultMaxLength, dialect.defaultMaxItems) = ("small model", 80, 8)
        return dialect
    }()

    /// The dialects, keyed by host. Each entry applies to the host and its subdomains.
    private static let hosts: [(suffix: String, dialect: SchemaDialect)] = [
        ("api.openai.com", .openAI),
        ("openai.azure.com", .openAI),
        ("services.ai.azure.com", .openAI),
        ("api.groq.com", .openAI),
    ]

    /// Returns the dialect for a known host, or `nil` for other hosts.
    package static func of(host: String) -> SchemaDialect? {
        let host = host.lowercased()
        return hosts.first { host == $0.suffix || host.hasSuffix(".\($0.suffix)") }?.dialect
    }
}
