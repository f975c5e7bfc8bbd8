import Foundation
import Waiter

/// OpenAI's API description, reduced by `Scripts/coverage`.
struct APIDescription: Sendable {
    /// An operation of the description.
    struct Operation: Sendable {
        var id: String
        var method: String
        var path: String
        /// The query parameters by name, with `required` and `schema`.
        var query: JSONObject
        /// The schemas of the request body by media type.
        var request: JSONObject
        /// The schemas of the response body by media type.
        var response: JSONObject
        /// The JSON examples of responses.
        var examples: [JSONValue]
    }

    static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")

    let operations: [Operation]
    let schemas: JSONValue

    init() throws {
        let text = try Data(contentsOf: Self.fixtures.appending(path: "openapi.json"))
        let document = try JSONValue(parsing: Array(text))
        schemas = document["schemas"] ?? .null
        operations = (document["operations"]?.arrayValue ?? []).map { entry in
            Operation(
                id: entry["id"]?.stringValue ?? "",
                method: entry["method"]?.stringValue ?? "",
                path: entry["path"]?.stringValue ?? "",
                query: entry["query"]?.objectValue ?? JSONObject(),
                request: entry["request"]?.objectValue ?? JSONObject(),
                response: entry["response"]?.objectValue ?? JSONObject(),
                examples: entry["examples"]?.arrayValue ?? []
            )
        }
    }

    /// Returns the operation of a method and a path without the base URL's.
    func operation(_ method: String, _ path: String) -> Operation? {
        let segments = path.split(separator: "/")
        let candidates = operations.filter { operation in
            let pattern = operation.path.split(separator: "/")
            return operation.method == method && pattern.count == segments.count
                && zip(pattern, segments).allSatisfy { $0 == $1 || $0.hasPrefix("{") }
        }
        // A path without parameters is more specific: `/responses/compact` is no response.
        return candidates.min { $0.path.count { $0 == "{" } < $1.path.count { $0 == "{" } }
    }

    /// Returns the schema that a reference names, or the schema itself.
    func resolved(_ schema: JSONValue) -> JSONValue {
        guard let name = schema["$ref"]?.stringValue?.split(separator: "/").last else { return schema }
        return resolved(schemas[String(name)] ?? .null)
    }

    /// Returns the violations of a schema in a value.
    func violations(of schema: JSONValue, in value: JSONValue) throws -> [String] {
        guard case .object(var document) = schema else { return [] }
        document["schemas"] = schemas
        return try JSONSchema(.object(document)).validate(value).map(\.description)
    }
}
