internal import Waiter
internal import WaiterPlatform
internal import WaiterTerminal

/// The value of `--tool`, which declares a program that the model can call.
///
///     weather(city, days int): Reports the weather of a city=./weather --json
///
/// The arguments in parentheses are a schema in any format that `--schema` accepts. The arguments and the description
/// are optional.
struct ToolArgument {
    /// The name of the tool.
    let name: String
    /// The description for the model.
    let description: String?
    /// The schema of the arguments, or `nil` for a program without arguments.
    let parameters: JSONSchema?
    /// The program and its arguments.
    let command: String

    /// Parses a declaration.
    ///
    /// - Throws: `CommandFailure` for an invalid declaration or a schema file that cannot be read.
    init(_ text: String) throws {
        let name = text.prefix { $0 != "(" && $0 != ":" && $0 != "=" }
        var rest = text[name.endIndex...]
        self.name = name.trimmed
        var schema: JSONSchema?
        if rest.first == "(" {
            guard let end = Self.end(ofArguments: rest) else {
                throw Self.failure("the arguments of '\(self.name)' are not closed with ')'")
            }
            let arguments = rest[rest.index(after: rest.startIndex)..<end]
            if !arguments.allSatisfy(\.isWhitespace) {
                schema = try SchemaArgument(String(arguments), flag: "--tool").schema
            }
            rest = rest[rest.index(after: end)...].drop(while: \.isWhitespace)
        }
        guard let equals = rest.firstIndex(of: "=") else {
            throw Self.failure("'\(ColumnText.cut(text, to: 60))' has no program")
        }
        let description = rest[..<equals].drop { $0 == ":" }.trimmed
        command = rest[rest.index(after: equals)...].trimmed
        guard FunctionTool.isValid(name: self.name) else {
            throw Self.failure(
                "'\(ColumnText.cut(self.name, to: 60))' is not a valid tool name; use up to 64 letters, digits, '_' and '-'"
            )
        }
        if command.isEmpty { throw Self.failure("the tool '\(self.name)' has no program") }
        parameters = schema
        self.description = description.isEmpty ? schema?.value["description"]?.stringValue : description
    }

    /// Returns the position of the parenthesis that closes the arguments. It is the first closing parenthesis that is
    /// followed by a description or a program.
    private static func end(ofArguments text: Substring) -> Substring.Index? {
        text.indices.first { position in
            guard text[position] == ")" else { return false }
            let next = text[text.index(after: position)...].first { !$0.isWhitespace }
            return next == ":" || next == "="
        }
    }

    private static func failure(_ what: String) -> CommandFailure {
        .usage(what, nextStep: "for example: --tool 'weather(city): Reports the weather=./weather'")
    }
}
