internal import Waiter
internal import WaiterBulk

/// Checks the answers to a batch's prompts against the schema passed with `--schema`. The schema is stored with the
/// run.
struct BatchAnswerCheck: Sendable {
    private let schema: AnswerSchema
    /// The response format for rows that use the schema. Request lines in the input specify their own response formats.
    private let format: JSONValue

    /// Creates the check for a run or returns `nil` if the run has no schema.
    ///
    /// - Throws: `OpenAIError` with code `.invalidSchema`.
    init?(_ run: BulkStatus, for baseURL: BaseURL) throws {
        guard let document = run.details["schema"], !document.isNull, let format = run.details["response_format"] else {
            return nil
        }
        schema = try AnswerSchema(JSONSchema(document), name: "answer", for: baseURL)
        self.format = format
    }

    /// Returns the details to store with a run.
    static func details(_ maker: BatchRequestMaker) -> JSONObject {
        guard let schema = maker.schema, let format = maker.fields["response_format"] else { return [:] }
        return ["schema": schema.value, "response_format": format]
    }

    /// Returns the reason to reject a response, or `nil` if the answer conforms to the schema.
    func defect(_ row: BulkRow, _ response: BulkResult.Response) -> BulkResult.Defect? {
        guard (try? JSONValue(parsing: row.body))?["response_format"] == format else { return nil }
        let choices = response.body["choices"]?.arrayValue ?? []
        if choices.isEmpty { return Self.defect(.schemaViolation, "the response has no answer") }
        return choices.lazy.compactMap(defect).first
    }

    private func defect(_ choice: JSONValue) -> BulkResult.Defect? {
        let message = choice["message"]
        if let refusal = message?["refusal"]?.stringValue, !refusal.isEmpty {
            return Self.defect(.refusal, "the model refused to answer", isFinal: true)
        }
        switch FinishReason(rawValue: choice["finish_reason"]?.stringValue ?? "").outcome {
        case .truncated:
            return Self.defect(.lengthLimit, "the answer was cut off at the token limit", isFinal: true)
        case .filtered: return Self.defect(.contentFilter, "a content filter stopped the answer", isFinal: true)
        default: break
        }
        do {
            let violations = try schema.read(message?["content"]?.stringValue ?? "").violations
            guard let first = violations.first else { return nil }
            let more = violations.count > 1 ? " (and \(violations.count - 1) more)" : ""
            return Self.defect(.schemaViolation, "the answer does not conform to the schema: \(first)\(more)")
        } catch {
            return Self.defect(.schemaViolation, "the answer is not JSON: \(error)")
        }
    }

    private static func defect(
        _ code: OpenAIError.Code,
        _ message: String,
        isFinal: Bool = false
    ) -> BulkResult.Defect {
        BulkResult.Defect(code: "\(code)", message: message, isFinal: isFinal)
    }
}
