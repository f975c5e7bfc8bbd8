extension OpenAIError {
    /// The partial or failed response. The value is `nil` if nothing was received or if the request was sent to another
    /// endpoint.
    public var response: ModelResponse? {
        get { partial?.response }
        set { partial = newValue.map { PartialResult($0, usage: $0.usage?.counts) } }
    }
}

extension PartialResult {
    /// The partial response, or `nil` if the result belongs to another endpoint.
    public var response: ModelResponse? { value as? ModelResponse }
}

extension AttemptOutcome {
    /// The complete or partial response. The value is `nil` if nothing was received or if the request was sent to
    /// another endpoint.
    public var response: ModelResponse? { result?.response }
}
