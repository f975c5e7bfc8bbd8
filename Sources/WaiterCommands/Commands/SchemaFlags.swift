package import ArgumentParser
internal import Waiter

/// Flags that require an answer to be JSON that conforms to a schema.
package struct SchemaFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Require JSON that conforms to this schema: a file, JSON, or fields such as 'name, age int, tags [str]'.",
            valueName: "schema"
        )
    )
    package var schema: String?

    @Option(
        name: .customLong("schema-multi"),
        help: ArgumentHelp(
            "Like --schema, but require an object whose 'items' array contains values that conform to the schema.",
            valueName: "schema"
        )
    )
    package var listSchema: String?

    package init() {}

    package func validate() throws {
        if schema != nil, listSchema != nil { throw ValidationError("--schema and --schema-multi cannot be combined") }
    }

    /// Whether a schema is given.
    var isGiven: Bool { schema != nil || listSchema != nil }

    /// Returns the schema, or `nil` if none is given.
    ///
    /// - Throws: `CommandFailure` for an invalid schema.
    func compiled() throws -> JSONSchema? {
        if let schema { return try SchemaArgument(schema, flag: "--schema").schema }
        return try listSchema.map { try SchemaArgument($0, isList: true, flag: "--schema-multi").schema }
    }
}
