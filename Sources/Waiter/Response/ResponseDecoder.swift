internal import HTTPTypes

/// How a successful response becomes the call's value.
package struct ResponseDecoder<Output: Sendable>: Sendable {
    package typealias Decode = @Sendable (SuccessfulResponse) async throws -> RawResponse<Output>

    package let decode: Decode

    package init(_ decode: @escaping Decode) {
        self.decode = decode
    }
}

/// A response with a 2xx head, its body not yet read.
package struct SuccessfulResponse: Sendable {
    package var head: ResponseHead
    package var body: ResponseBody
    package var deadlines: CallDeadlines
    package var limits: Limits
    package var redactor: Redactor
    /// Follows the attempt for a meter; nil without one.
    package var watch: AttemptWatch?

    /// Reads the whole body, at most as much as the limit allows.
    package func collect() async throws -> [UInt8] {
        try await body.collect(limit: limits.responseBytes, deadlines: deadlines)
    }

    /// The error for a web page where a stream was asked for.
    package func webPage(_ bytes: [UInt8]) -> OpenAIError {
        invalid("the server sent HTML or XML instead of a stream: is the base URL right?", body: bytes)
    }

    /// An error about this response.
    package func invalid(_ message: String, body bytes: [UInt8] = []) -> OpenAIError {
        var error = OpenAIError(.invalidResponse, message)
        error.status = head.status
        error.requestID = head.requestID
        error.rateLimits = head.rateLimits
        error.body = bytes.isEmpty ? nil : ErrorBody.excerpt(bytes, redactor)
        error.server = ErrorBody.server(bytes, redactor)
        return error
    }
}

extension ResponseDecoder where Output: Decodable {
    /// Decodes one JSON value.
    package static var json: ResponseDecoder {
        ResponseDecoder { response in
            let bytes = try await response.collect()
            let value = try JSONResponse.decode(Output.self, from: bytes, of: response)
            response.watch?.complete((value as? ChatCompletion).map { AnswerFacts($0) } ?? AnswerFacts(json: bytes))
            return RawResponse(value: value, head: response.head, body: bytes)
        }
    }
}

extension ResponseDecoder where Output == [UInt8] {
    /// Hands over the bytes as they are.
    package static var bytes: ResponseDecoder {
        ResponseDecoder { response in
            let bytes = try await response.collect()
            response.watch?.complete(AnswerFacts(json: bytes))
            return RawResponse(value: bytes, head: response.head, body: bytes)
        }
    }
}

/// Reads values from whole bodies and names what is wrong with those that hold none.
package enum JSONResponse {
    package static func decode<T: Decodable>(
        _ type: T.Type,
        from bytes: [UInt8],
        of response: SuccessfulResponse
    ) throws -> T {
        if let readable = T.self as? any DirectlyReadable.Type, let value = readable.read(bytes) as? T { return value }
        let value = try document(in: bytes, of: response)
        do {
            return try JSONBodyDecoder.decode(type, from: value)
        } catch let error as DecodingError {
            var invalid = response.invalid(
                "the server's answer lacks what was asked for: \(error.summary)",
                body: bytes
            )
            invalid.underlying = error
            throw invalid
        }
    }

    /// The whole document; throws when it is none, or when it reports an error in spite of its 2xx head.
    private static func document(in bytes: [UInt8], of response: SuccessfulResponse) throws -> JSONValue {
        let value: JSONValue
        do {
            value = try JSONValue(parsing: bytes)
        } catch let error as JSONError {
            var invalid = response.invalid(notJSON(bytes, error, response.head), body: bytes)
            invalid.underlying = error
            throw invalid
        }
        // Gemini puts its errors into an array of one.
        let object = value.arrayValue?.count == 1 ? value[0] : value
        guard let reported = object?["error"], reported.reportsError else { return value }
        var error = OpenAIError.reported(by: reported, redactor: response.redactor)
        error.status = response.head.status
        error.requestID = response.head.requestID
        error.rateLimits = response.head.rateLimits
        error.body = ErrorBody.excerpt(bytes, response.redactor)
        throw error
    }

    private static func notJSON(_ bytes: [UInt8], _ error: JSONError, _ head: ResponseHead) -> String {
        let kind = head.fields.text("content-type").map { " (\($0))" } ?? ""
        let first = bytes.first { $0 > 0x20 }
        return switch first {
        case nil: "the server sent an empty answer\(kind)"
        case UInt8(ascii: "<"): "the server sent HTML or XML instead of JSON\(kind): is the base URL right?"
        case UInt8(ascii: "{"), UInt8(ascii: "["): "the server's answer is broken: \(error)"
        default: "the server sent something else than JSON\(kind)"
        }
    }
}

extension DecodingError {
    /// The place and the complaint in one line, without values.
    package var summary: String {
        let context: Context
        var complaint: String
        switch self {
        case .keyNotFound(let key, let found): (context, complaint) = (found, "'\(key.stringValue)' is missing")
        case .valueNotFound(_, let found): (context, complaint) = (found, "a value is null")
        case .typeMismatch(let type, let found): (context, complaint) = (found, "a value is no \(type)")
        case .dataCorrupted(let found): (context, complaint) = (found, "a value is malformed")
        @unknown default: return "it has another shape"
        }
        let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
        if !path.isEmpty { complaint += " at \(path.hasPrefix(".") ? String(path.dropFirst()) : path)" }
        return complaint
    }
}
