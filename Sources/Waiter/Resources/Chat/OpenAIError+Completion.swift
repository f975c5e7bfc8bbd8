extension OpenAIError {
    /// The partial chat completion received before the failure. It is `nil` for other endpoints, or if nothing was
    /// received.
    public var completion: ChatCompletion? {
        get { partial?.value as? ChatCompletion }
        set { partial = newValue.map { PartialResult($0, usage: $0.usage.map(TokenUsage.init)) } }
    }
}
