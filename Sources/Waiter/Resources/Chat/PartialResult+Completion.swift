extension PartialResult {
    /// The chat completion as far as it arrived; nil when the result is of another endpoint.
    public var completion: ChatCompletion? { value as? ChatCompletion }
}
