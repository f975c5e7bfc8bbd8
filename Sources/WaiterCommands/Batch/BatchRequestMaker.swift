internal import Waiter
internal import WaiterBulk
internal import WaiterModels

/// Creates a batch's requests from prompts, columns and request lines.
struct BatchRequestMaker: Sendable {
    /// The model for prompts and for request lines that do not specify a model, or `nil` if no model is chosen.
    var model: String?
    var system: String?
    var template: Template?
    /// Values for the template's placeholders. They are the same in all rows.
    var values: [(name: String, value: String)] = []
    /// Request fields other than model and messages.
    var fields = JSONObject()
    /// The schema that answers must conform to, or `nil` if there is none.
    var schema: JSONSchema?
    /// The server's host, for use in error messages.
    var host = ""

    /// The possible names of the column that contains the prompt or fills `$input`.
    private static let promptColumns = ["prompt", "input", "text", "question"]
    private static let idColumns = ["custom_id", "id"]

    /// Creates a request from a prompt.
    func request(prompt: String, line: Int) throws -> BatchLine {
        try request(columns: ["prompt": .string(prompt)], line: line)
    }

    /// Creates a request from a JSON value: a request line, an object with columns, or a prompt.
    func request(json: JSONValue, line: Int) throws -> BatchLine {
        if let prompt = json.stringValue { return try request(prompt: prompt, line: line) }
        guard let object = json.objectValue else { throw invalid("expected an object or a string", line) }
        guard object["body"] == nil || object["url"] == nil else {
            var object = object
            if let model, object["body"]?["model"] == nil, var body = object["body"]?.objectValue {
                body["model"] = .string(model)
                object["body"] = .object(body)
            }
            return try BatchLine(.object(object), line: line)
        }
        return try request(columns: object, line: line)
    }

    /// Creates a request from columns.
    func request(columns: JSONObject, line: Int) throws -> BatchLine {
        var body = JSONObject()
        guard let model = columns["model"]?.stringValue ?? model else {
            throw CommandFailure.usage("no model selected for \(host)", nextStep: "choose one with -m")
        }
        body["model"] = .string(model)
        body["messages"] = try messages(columns, line)
        for (name, value) in fields { RequestParameters.set(name, value, in: &body) }
        let id = Self.idColumns.lazy.compactMap { columns[$0] }.first.map { $0.stringValue ?? $0.jsonText }
        guard id != "" else { throw invalid("custom_id is empty", line) }
        return BatchLine(customID: id ?? "line-\(line)", url: "/v1/chat/completions", body: .object(body))
    }

    private func messages(_ columns: JSONObject, _ line: Int) throws -> JSONValue {
        if template == nil, let messages = columns["messages"] {
            guard messages.arrayValue?.isEmpty == false else {
                throw invalid("messages must be a non-empty array", line)
            }
            return messages
        }
        let prompt = Self.promptColumns.lazy.compactMap { columns[$0] }.first.map(Self.text)
        var (text, system) = (prompt ?? "", self.system)
        if let template {
            (text, system) = try filled(template, columns, prompt, line)
        } else if prompt == nil {
            throw invalid("no column named \(Self.promptColumns.joined(separator: ", ")) or messages", line)
        }
        guard !text.allSatisfy(\.isWhitespace) else { throw invalid("the prompt is empty", line) }
        var messages: [JSONValue] = [["role": "user", "content": .string(text)]]
        if let system, !system.isEmpty { messages.insert(["role": "system", "content": .string(system)], at: 0) }
        return .array(messages)
    }

    /// Fills in a template from columns. The prompt is included if the template has a placeholder for it or uses no
    /// column.
    private func filled(
        _ template: Template,
        _ columns: JSONObject,
        _ prompt: String?,
        _ line: Int
    ) throws -> (text: String, system: String?) {
        let places = Set(template.placeNames)
        let filling = columns.filter { places.contains($0.key) }.map { ($0.key, Self.text($0.value)) }
        let input = template.takesInput || filling.isEmpty ? prompt ?? "" : ""
        do {
            let filled = try template.filled(input: input, values: values + filling)
            return (filled.prompt, system ?? filled.system)
        } catch let failure as CommandFailure {
            throw invalid(failure.what, line)
        }
    }

    private static func text(_ value: JSONValue) -> String { value.stringValue ?? value.jsonText }

    private func invalid(_ problem: String, _ line: Int) -> BulkError {
        BulkError(.invalidInput, "line \(line): \(problem)", line: line)
    }
}
