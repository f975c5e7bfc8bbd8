extension ModelResponse {
    /// Returns a newly created response. If the server did not report the output token limit, the limit from the
    /// request is added to the response.
    ///
    /// - Throws: The error for a response that failed or was cancelled, with the response attached.
    package func checked(
        maxOutputTokens: Int?,
        _ body: [UInt8],
        _ response: SuccessfulResponse
    ) throws -> ModelResponse {
        var checked = self
        checked.fill(maxOutputTokens: maxOutputTokens)
        guard var error = checked.failure(redactor: response.redactor) else { return checked }
        error.status = response.head.status
        error.requestID = response.head.requestID
        error.rateLimits = response.head.rateLimits
        error.body = ErrorBody.excerpt(body, response.redactor)
        throw error
    }

    /// Returns the error for a response that failed or was cancelled, with the response attached, or `nil` for other
    /// responses.
    func failure(redactor: Redactor) -> OpenAIError? {
        guard let reported = reportedError else { return nil }
        var error = OpenAIError.reported(by: reported, redactor: redactor)
        error.response = self
        return error
    }

    /// Returns the response if it is complete.
    ///
    ///     let text = try await client.responses.create(request).requireComplete().outputText
    ///
    /// - Throws: `OpenAIError` with the response attached. The code is `.lengthLimit` if the response was cut off by
    ///   the limit on output tokens, `.contentFilter` if a content filter stopped it, and `.streamTruncated` if the
    ///   response is not finished. If the response failed, the server's error is thrown.
    @discardableResult
    public func requireComplete() throws -> ModelResponse {
        var error: OpenAIError
        if let failure = failure(redactor: Redactor([])) {
            error = failure
        } else if isTruncated {
            error = OpenAIError(.lengthLimit, "the response was cut off at the output token limit")
        } else if incompleteReason == .contentFilter {
            error = OpenAIError(.contentFilter, "a content filter stopped the response")
        } else if status == .incomplete {
            let reason = incompleteReason.map { ": \($0)" } ?? ""
            error = OpenAIError(.streamTruncated, "the response is incomplete\(reason)")
        } else if let status, !status.isFinal {
            error = OpenAIError(.streamTruncated, "the response is not complete; its status is \(status)")
        } else {
            return self
        }
        error.response = self
        throw error
    }
}

extension ModelResponse: DirectlyReadable {
    /// Decodes a response even if it failed. The error in the response's `error` member can then be thrown with the
    /// response attached.
    package static func read(_ bytes: [UInt8]) -> ModelResponse? {
        guard let json = try? JSONValue(parsingForeign: bytes), json["object"] == "response" else { return nil }
        return try? JSONBodyDecoder.decode(ModelResponse.self, from: json)
    }
}
