extension OpenAIError {
    /// The partial chat completion received before the failure. The value is `nil` if nothing was received or if the
    /// request was sent to another endpoint.
    public var completion: ChatCompletion? {
        get { partial?.value as? ChatCompletion }
        set { partial = newValue.map { PartialResult($0, usage: $0.usage.map(TokenUsage.init)) } }
    }
}
