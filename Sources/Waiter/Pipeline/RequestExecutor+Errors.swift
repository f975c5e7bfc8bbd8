internal import HTTPTypes

extension RequestExecutor {
    /// The error that the caller gets for a response that could not be decoded.
    func failure(_ error: any Error, _ attempts: Int, _ head: ResponseHead) -> any Error {
        switch error {
        case let error as TransportError: described(error, attempts, head)
        case let error as OpenAIError: completed(error, attempts, head)
        case let failure as FileFailure: completed(OpenAIError(failure), attempts, head)
        default: error
        }
    }

    /// The error for a connection that failed.
    func described(_ failure: TransportError, _ attempts: Int, _ head: ResponseHead?) -> OpenAIError {
        var error = OpenAIError(.connection, redactor.redact(failure.reason))
        error.connectionFailure = failure.failure
        error.underlying = failure.underlying
        return completed(error, attempts, head)
    }

    /// The error for a body that could not be read while it was sent; what the caller's own sequence throws stays as it is.
    func completed(_ failure: RequestBodyFailure, _ attempts: Int) -> any Error {
        guard let file = failure.underlying as? FileFailure else { return failure.underlying }
        return completed(OpenAIError(file), attempts, nil)
    }

    /// Adds to the error of a deadline where the connection went.
    func explained(_ error: OpenAIError) -> OpenAIError {
        guard error.deadline == .connect, let proxy = configuration.proxy else { return error }
        var error = error
        error.message += " through the proxy \(proxy)"
        return error
    }

    /// Adds to an error what is known about the call.
    func completed(_ error: OpenAIError, _ attempts: Int, _ head: ResponseHead?) -> OpenAIError {
        var error = error
        error.attempts = attempts
        error.status = error.status ?? head?.status
        error.requestID = (error.requestID ?? head?.requestID).map(redactor.redact)
        return error
    }
}

extension OpenAIError {
    /// Whether the server was silent for too long, which a call that is free to repeat may retry.
    var isSilence: Bool { deadline == .idle || deadline == .firstContent }

    /// Whether JSON is broken whose end only the end of its connection told, so that it may have been cut.
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
