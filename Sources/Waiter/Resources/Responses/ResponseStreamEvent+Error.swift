extension ResponseStreamEvent {
    /// The error in an event of type `error` or `response.failed`, or `nil` for other events.
    public var error: ServerErrorBody? { reportedError.flatMap { ServerErrorBody.parse(["error": $0]) } }

    /// The error that an event reports, as JSON, or `nil` if the event reports no error.
    var reportedError: JSONValue? {
        if type == .error {
            if let error = members["error"], error.reportsError { return error }
            return .object(members)
        }
        guard type.isTerminal else { return nil }
        return response?.reportedError ?? (type == .failed ? ModelResponse.unexplainedFailure : nil)
    }
}

extension ModelResponse {
    static let unexplainedFailure: JSONValue = ["message": "the server reported that the response failed"]

    /// The error of a failed or cancelled response, as JSON, or `nil` for other responses.
    var reportedError: JSONValue? {
        switch status {
        case .failed?: error.map { .object($0.json) } ?? Self.unexplainedFailure
        case .cancelled?:
            error.map { .object($0.json) } ?? ["message": "the response was cancelled", "code": "cancelled"]
        default: nil
        }
    }
}
