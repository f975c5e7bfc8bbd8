extension ChatCompletion {
    /// Returns the completion with the reasoning separated from the text.
    ///
    /// - Throws: `OpenAIError` with code `.invalidResponse` if the completion has no choices. If a choice reports an
    ///   error, or if its finish reason indicates a failure, the server's error is thrown, with the completion
    ///   attached.
    package func checked(_ tags: ThinkTags, _ body: [UInt8], _ response: SuccessfulResponse) throws -> ChatCompletion {
        guard !choices.isEmpty else { throw response.invalid("the response contains no choices", body: body) }
        let completion = separatingThoughts(tags)
        guard var error = completion.failure(redactor: response.redactor) else { return completion }
        error.status = response.head.status
        error.requestID = response.head.requestID
        error.rateLimits = response.head.rateLimits
        error.body = ErrorBody.excerpt(body, response.redactor)
        error.completion = completion
        throw error
    }

    /// Returns the error that a choice reports or that its finish reason indicates, or `nil` for a valid answer.
    private func failure(redactor: Redactor) -> OpenAIError? {
        if let reported = choices.lazy.compactMap(\.error).first {
            return .reported(by: reported, redactor: redactor)
        }
        return finishFailure
    }

    /// The error for a finish reason that indicates a server failure.
    fileprivate var finishFailure: OpenAIError? {
        let failed = choices.lazy.compactMap(\.finishReason).first { $0.outcome == .failed }
        return failed.map { OpenAIError(.streamError, "the server ended the answer with finish reason '\($0)'") }
    }
}

extension ChatCompletionAccumulator: StreamFailureReporting {
    package var failure: OpenAIError? {
        let completion = completion
        guard !completion.choices.isEmpty else {
            return OpenAIError(.invalidResponse, "the stream contained no choices")
        }
        return completion.finishFailure
    }
}
