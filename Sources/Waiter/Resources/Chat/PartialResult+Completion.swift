extension PartialResult {
    /// The partial chat completion, or `nil` if the result belongs to another endpoint.
    public var completion: ChatCompletion? { value as? ChatCompletion }
}
