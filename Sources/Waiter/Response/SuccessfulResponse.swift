/// A response with a 2xx status and an unread body.
package struct SuccessfulResponse: Sendable {
    package var head: ResponseHead
    package var body: ResponseBody
    package var deadlines: CallDeadlines
    package var limits: OpenAI.Limits
    package var redactor: Redactor
    /// The maximum length of the answer's text, or `nil` if the request does not limit the length.
    package var textLimit: TextLimit?
    /// The tracker that observes the attempt for a meter, or `nil` if there is no tracker.
    package var tracker: AttemptTracker?
    /// A closure called while the body is saved to a file.
    package var onProgress: (@Sendable (TransferProgress) -> Void)?

    /// Throws an error if the body has a content encoding that was not requested.
    package func checkEncoding() throws {
        guard let encoding = ContentEncoding.unsupported(in: head.fields) else { return }
        throw invalid(
            "the server compressed the response with '\(encoding)', which the request did not accept (content-encoding)"
        )
    }

    /// Reads the whole body. Throws an error if the body exceeds the limit on response sizes.
    package func collect() async throws -> [UInt8] {
        try await body.collect(limit: limits.responseBytes, deadlines: deadlines)
    }

    /// Runs a parser on the response's bytes and interrupts the parser if a deadline passes.
    ///
    /// - Throws: The timeout error if a deadline has passed, `CancellationError` if the task was cancelled, or an error
    ///   thrown by the parser.
    package func parsing<T>(_ bytes: [UInt8], _ parse: () throws -> T) throws -> T {
        guard bytes.count > JSONReader.checkInterval else { return try parse() }
        do {
            return try ParserInterruption.run(until: { [deadlines] in deadlines.look() != nil }, parse)
        } catch {
            if let expired = deadlines.expired { throw expired }
            throw (error as? JSONError)?.kind == .interrupted ? CancellationError() : error
        }
    }

    /// Returns the error for a web page received instead of a stream.
    package func webPage(_ bytes: [UInt8]) -> OpenAIError {
        invalid("the server sent HTML or XML instead of a stream; check the base URL", body: bytes)
    }

    /// Returns an error that describes this response.
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
