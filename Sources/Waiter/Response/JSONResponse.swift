internal import HTTPTypes

/// Decodes values from complete bodies. If a body is invalid, the error describes the defect.
package enum JSONResponse {
    package static func decode<T: Decodable>(
        _ type: T.Type,
        from bytes: [UInt8],
        of response: SuccessfulResponse
    ) throws -> T {
        if let readable = T.self as? any DirectlyReadable.Type, let value = readable.read(bytes) as? T { return value }
        return try decodeWithDocument(type, from: bytes, of: response).value
    }

    /// Decodes a value and returns it with the underlying JSON document.
    package static func decodeWithDocument<T: Decodable>(
        _ type: T.Type,
        from bytes: [UInt8],
        of response: SuccessfulResponse
    ) throws -> (value: T, document: JSONValue) {
        let value = try document(in: bytes, of: response)
        do {
            return (try JSONBodyDecoder.decode(type, from: value), value)
        } catch let error as DecodingError {
            var invalid = response.invalid(
                "the response does not match the expected format: \(error.summary)",
                body: bytes
            )
            invalid.underlying = error
            throw invalid
        }
    }

    /// Parses the document. Throws an error if the document is invalid, or if it reports an error despite a 2xx status.
    private static func document(in bytes: [UInt8], of response: SuccessfulResponse) throws -> JSONValue {
        let value: JSONValue
        do {
            value = try JSONValue(parsingForeign: bytes)
        } catch let error as JSONError where error.kind != .interrupted {
            if error.kind == .tooManyValues { throw tooManyValues(error, response) }
            var invalid = response.invalid(notJSON(bytes, error, response.head), body: bytes)
            invalid.underlying = error
            throw invalid
        }
        // Gemini wraps errors in an array with one element.
        let object = value.arrayValue?.count == 1 ? value[0] : value
        guard let reported = object?["error"], reported.reportsError else { return value }
        var error = OpenAIError.reported(by: reported, redactor: response.redactor)
        error.status = response.head.status
        error.requestID = response.head.requestID
        error.rateLimits = response.head.rateLimits
        error.body = ErrorBody.excerpt(bytes, response.redactor)
        throw error
    }

    private static func tooManyValues(_ error: JSONError, _ response: SuccessfulResponse) -> OpenAIError {
        var refused = OpenAIError(.responseTooLarge, "the response was rejected: \(error)")
        refused.status = response.head.status
        refused.requestID = response.head.requestID
        refused.rateLimits = response.head.rateLimits
        refused.underlying = error
        return refused
    }

    private static func notJSON(_ bytes: [UInt8], _ error: JSONError, _ head: ResponseHead) -> String {
        let kind = head.fields.text("content-type").map { " (\($0))" } ?? ""
        let first = bytes.first { $0 > 0x20 }
        return switch first {
        case nil: "the server sent an empty response\(kind)"
        case UInt8(ascii: "<"): "the server sent HTML or XML instead of JSON\(kind); check the base URL"
        case UInt8(ascii: "{"), UInt8(ascii: "["): "malformed response: \(error)"
        default: "the server sent a non-JSON response\(kind)"
        }
    }
}
