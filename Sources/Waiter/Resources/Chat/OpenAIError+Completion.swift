extension OpenAIError {
    /// What had arrived of a chat completion when the call failed; nil for other endpoints, and when nothing had arrived.
    public var completion: ChatCompletion? {
        get { partial?.value as? ChatCompletion }
        set { partial = newValue.map { PartialResult($0, usage: $0.usage.map(TokenUsage.init)) } }
    }
}
