/// The part of JSON Schema that a server reads.
///
/// Keywords that a server rejects are omitted from the request; those that it ignores are harmless. In either case, answers
/// are validated against the whole schema.
package struct SchemaDialect: Sendable, Hashable {
    /// The patterns that a server reads.
    package enum Patterns: Sendable, Hashable {
        case all
        /// Those from `^` to `$` without look-ahead, word boundaries, and classes by category.
        case anchored
        case none
    }

    /// A name for logs and tests.
    package var name: String
    /// The keywords that are left out.
    package var dropped: Set<String> = []
    /// The formats that are read; `nil` for all.
    package var formats: Set<String>?
    /// The patterns that are read.
    package var patterns: Patterns = .all
    /// The `maxLength` of strings that have no bound of their own, for servers whose grammars let a string run on.
    package var defaultMaxLength: Int?
    /// The `maxItems` of arrays that have no bound of their own, for models that repeat elements without end.
    package var defaultMaxItems: Int?
    /// The largest length and count; larger upper bounds are lowered to it, larger lower bounds left out.
    package var maxRepetition: Int?
    /// Whether `oneOf` is sent as `anyOf`.
    package var sendsOneOfAsAnyOf = false
    /// Whether a `$ref` to the whole document is sent as a reference to a definition.
    package var requiresNamedRoot = false
}

extension SchemaDialect {
    /// All keywords, as written: for servers of which nothing else is known.
    package static let standard = SchemaDialect(name: "standard")

    /// OpenAI and Azure with `strict: true`, which reject a request for any keyword outside of their list.
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

    /// llama.cpp's server, which turns a schema into a grammar: a string without `maxLength` runs on to the token limit,
    /// a pattern that is not anchored is refused, and so are `$ref: "#"` and repetitions beyond 2,000.
    package static let llamaServer = SchemaDialect(
        name: "llama.cpp",
        formats: ["date", "time", "date-time", "uuid"],
        patterns: .anchored,
        defaultMaxLength: 500,
        maxRepetition: 1_000,
        requiresNamedRoot: true
    )

    /// llama.cpp's server with a model of less than a billion parameters, which repeats itself up to the token limit unless
    /// strings and arrays are short.
    package static let smallModel: SchemaDialect = {
        var dialect = llamaServer
        (dialect.name, dialect.defaultMaxLength, dialect.defaultMaxItems) = ("small model", 80, 8)
        return dialect
    }()

    /// The dialects of hosts; a host matches itself and its subdomains.
    private static let hosts: [(suffix: String, dialect: SchemaDialect)] = [
        ("api.openai.com", .openAI),
        ("openai.azure.com", .openAI),
        ("services.ai.azure.com", .openAI),
        ("api.groq.com", .openAI),
    ]

    /// Returns the dialect of a known host; `nil` for others.
    package static func of(host: String) -> SchemaDialect? {
        let host = host.lowercased()
        return hosts.first { host == $0.suffix || host.hasSuffix(".\($0.suffix)") }?.dialect
    }
}
