internal import HTTPTypes
internal import Waiter

/// Functions that create operations from rows, and results from the responses to these operations.
enum BulkOperation {
    /// Returns the operation for a row.
    ///
    /// - Throws: `OpenAIError` with code `.invalidRequest` if the body is not JSON.
    static func operation(for row: BulkRow) throws -> APIOperation<JSONValue> {
        let body: JSONValue
        do {
            body = try JSONValue(parsing: row.body)
        } catch {
            throw OpenAIError(.invalidRequest, "the body is not valid JSON")
        }
        // The base URL already contains the version, so the version is removed from the path.
        let path = row.path.hasPrefix("/v1/") ? String(row.path.dropFirst(4)) : String(row.path.dropFirst())
        var operation = APIOperation<JSONValue>(
            BulkEndpoint.operations[row.path] ?? "bulk.\(path)",
            .post,
            RequestPath(parsing: path),
            body: .json(body),
            decoder: .json
        )
        operation.model = body["model"]?.stringValue
        if row.path == "/v1/chat/completions" { operation.repairs = .chat }
        return operation
    }

    /// Returns the response for a row, or a failure if the server reports an error despite a success status.
    static func response(_ response: APIResponse<JSONValue>) -> Result<BulkResult.Response, OpenAIError> {
        let body = response.value
        guard body["error"]?.objectValue == nil || body["id"] != nil else {
            let error = OpenAIError(.server, "the server reported an error with status \(response.head.status)")
            return .failure(error)
        }
        return .success(
            BulkResult.Response(statusCode: response.head.status, requestID: response.head.requestID, body: body)
        )
    }
}

extension BulkResult {
    /// Returns the result for a row that was rejected or abandoned.
    static func failed(_ row: BulkRow, _ error: OpenAIError) -> BulkResult {
        var result = BulkResult(customID: row.customID, state: .failed, error: json(error))
        if let status = error.status {
            result.response = Response(statusCode: status, requestID: error.requestID, body: ["error": json(error)])
        }
        return result
    }

    /// Returns the result for a row whose response is not accepted.
    static func rejected(_ row: BulkRow, _ response: Response, _ defect: Defect) -> BulkResult {
        let error: JSONValue = ["code": .string(defect.code), "message": .string(defect.message)]
        return BulkResult(customID: row.customID, state: .failed, response: response, error: error)
    }

    /// Returns the result for a row that may have been processed.
    static func unknown(_ row: BulkRow, _ error: OpenAIError) -> BulkResult {
        BulkResult(customID: row.customID, state: .unknown, error: json(error))
    }

    static func json(_ error: OpenAIError) -> JSONValue {
        var json: JSONObject = [
            "code": .string(error.serverCode ?? "\(error.code)"),
            "message": .string(error.server?.message ?? error.message),
        ]
        if let type = error.type { json["type"] = .string(type) }
        if let param = error.param { json["param"] = .string(param) }
        return .object(json)
    }
}
