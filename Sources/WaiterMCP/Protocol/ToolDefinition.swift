internal import Waiter

/// A tool as listed by a server.
struct ToolDefinition: Sendable, Hashable {
    /// The reason why a tool is not offered to models.
    struct Rejection: Error, Hashable {
        var name: String
        var reason: String
    }

    /// The server's name for the tool.
    let name: String
    /// The description, or the title if there is no description. Control characters are removed.
    let description: String?
    let parameters: JSONSchema
    /// The schema of structured results.
    let result: JSONSchema?
    /// The parameters that are also sent as HTTP headers.
    let headers: [ParameterHeader]

    /// Parses an element of the server's list.
    init(_ value: JSONValue, maximumBytes: Int) throws(Rejection) {
        guard let name = value["name"]?.stringValue, !name.isEmpty else {
            throw Rejection(name: "", reason: "it has no name")
        }
        let shown = PlainText.line(name, limit: 128)
        guard name == shown else {
            throw Rejection(name: shown, reason: "its name is too long or contains line breaks")
        }
        guard let schema = value["inputSchema"], schema["type"] == "object" else {
            throw Rejection(name: name, reason: "its input schema does not describe an object")
        }
        self.name = name
        let text = (value["description"]?.stringValue ?? value["title"]?.stringValue).map { PlainText.visible($0) }
        description = text
        // Check the size before compiling the schema, because compiling costs more than parsing.
        let size = name.utf8.count + (text?.utf8.count ?? 0)
        guard size <= maximumBytes, schema.jsonText(upTo: maximumBytes - size) != nil else {
            throw Rejection(name: name, reason: "its description and schema exceed \(maximumBytes) bytes")
        }
        do {
            headers = try ParameterHeader.all(in: schema)
        } catch {
            throw Rejection(name: name, reason: error.reason)
        }
        do {
            parameters = try JSONSchema(Self.visible(schema))
        } catch {
            throw Rejection(name: name, reason: "its schema is invalid: \(PlainText.line(Self.message(of: error)))")
        }
        result = Self.resultSchema(value["outputSchema"], maximumBytes: maximumBytes)
    }

    /// Returns the schema of results, or `nil` if the schema is unusable. Without a schema, results are not validated.
    private static func resultSchema(_ value: JSONValue?, maximumBytes: Int) -> JSONSchema? {
        guard let value, value.jsonText(upTo: maximumBytes) != nil else { return nil }
        return try? JSONSchema(value)
    }

    /// Returns a schema without hidden characters in its descriptions and titles. Property names are not treated as keywords.
    private static func visible(_ schema: JSONValue, isProperties: Bool = false) -> JSONValue {
        switch schema {
        case .array(let elements): return .array(elements.map { visible($0) })
        case .object(var object):
            for (key, value) in object {
                if !isProperties, ["description", "title"].contains(key), let text = value.stringValue {
                    object[key] = .string(PlainText.visible(text))
                } else {
                    object[key] = visible(value, isProperties: !isProperties && key == "properties")
                }
            }
            return .object(object)
        default: return schema
        }
    }

    private static func message(of error: any Error) -> String {
        (error as? OpenAIError)?.message ?? "\(error)"
    }

    static func == (left: ToolDefinition, right: ToolDefinition) -> Bool {
        left.name == right.name && left.description == right.description && left.parameters == right.parameters
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(name)
    }

    /// Returns the name of the part that differs between this definition and another definition of the same tool, or
    /// `nil` if the definitions are equal.
    func difference(from other: ToolDefinition) -> String? {
        if parameters != other.parameters { return "arguments" }
        if description != other.description { return "description" }
        return nil
    }
}
