extension AttemptOutcome {
    /// The complete or partial chat completion. It is `nil` for other endpoints, or if nothing was received.
    public var completion: ChatCompletion? { result?.completion }
}
