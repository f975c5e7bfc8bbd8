internal import HTTPTypes

extension RequestExecutor {
    /// Returns the error to throw for a request that could not be sent. The error is a `FailedAttempt` if another
    /// attempt may succeed.
    ///
    /// If this function were inlined, its error values would take up space in each call in progress.
    @inline(never)
    func failure(sending error: any Error, _ call: Call, _ number: Int) -> any Error {
        switch error {
        case let error as TransportError:
            // The cancellation of a request may surface as a connection failure.
            if Task.isCancelled { return CancellationError() }
            return FailedAttempt(error: described(error, number, nil), isPermanent: error.isPermanent)
        case let error as OpenAIError where error.deadline != nil:
            let error = completed(explained(error), number, nil)
            return FailedAttempt(error: error, isFree: call.isSafe && error.isSilence)
        case let failure as RequestBodyFailure: return completed(failure, number)
        default: return error
        }
    }

    /// Returns the error to throw for a response that could not be decoded. The error is a `FailedAttempt` if another
    /// attempt may succeed.
    @inline(never)
    func failure(decoding error: any Error, _ response: SuccessfulResponse, _ attempt: Attempt) -> any Error {
        let failure = failure(error, attempt.number, response.head)
        attempt.tracker?.end(early: failure)
        let ours = error as? OpenAIError
        let isBroken = error is TransportError || ours?.isSilence == true || ours?.isCut(response.head) == true
        guard isBroken, attempt.call.isSafe, let failure = failure as? OpenAIError, !Task.isCancelled else {
            return failure
        }
        return FailedAttempt(error: failure, isFree: true)
    }

    /// Returns the error to throw for a response that could not be decoded.
    private func failure(_ error: any Error, _ attempts: Int, _ head: ResponseHead) -> any Error {
        switch error {
        case let error as TransportError: described(error, attempts, head)
        case let error as OpenAIError: completed(error, attempts, head)
        case let failure as FileFailure: completed(OpenAIError(failure), attempts, head)
        default: error
        }
    }

    /// Returns the error for a failed connection.
    func described(_ failure: TransportError, _ attempts: Int, _ head: ResponseHead?) -> OpenAIError {
        var error = OpenAIError(.connection, redactor.redact(failure.reason))
        error.connectionFailure = failure.failure
        error.underlying = failure.underlying
        return completed(error, attempts, head)
    }

    /// Returns the error for a request body that could not be read. Errors thrown by the caller's own sequence are
    /// returned unchanged.
    func completed(_ failure: RequestBodyFailure, _ attempts: Int) -> any Error {
        guard let file = failure.underlying as? FileFailure else { return failure.underlying }
        return completed(OpenAIError(file), attempts, nil)
    }

    /// Adds the proxy to the error message for a connection timeout.
    func explained(_ error: OpenAIError) -> OpenAIError {
        guard error.deadline == .connect, let proxy = configuration.proxy else { return error }
        var error = error
        error.message += " through the proxy \(proxy)"
        return error
    }

    /// Adds the number of attempts, the status and the request ID to an error.
    func completed(_ error: OpenAIError, _ attempts: Int, _ head: ResponseHead?) -> OpenAIError {
        var error = error
        error.attempts = attempts
        error.status = error.status ?? head?.status
        error.requestID = (error.requestID ?? head?.requestID).map(redactor.redact)
        return error
    }
}

extension OpenAIError {
    /// Whether an idle or first-content timeout was exceeded. If so, a call that is safe to repeat can be retried.
    var isSilence: Bool { deadline == .idle || deadline == .firstContent }

    /// Returns whether invalid JSON may be the result of truncation. This is possible if the length of the response was
    /// determined only by the end of the connection.
    func isCut(_ head: ResponseHead) -> Bool {
        guard underlying is JSONError, head.fields[.contentLength] == nil, head.fields[.transferEncoding] == nil else {
            return false
        }
        let first = body?.unicodeScalars.first { $0.value > 0x20 }
        return first == "{" || first == "["
    }
}

extension ResponseHead {
    init(_ response: TransportResponse, attempts: Int) {
        self.init(status: response.head.status.code, fields: response.head.headerFields, attempts: attempts)
    }
}
