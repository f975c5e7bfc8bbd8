extension AttemptOutcome {
    /// The chat completion, complete or partial; `nil` for other endpoints or if nothing was received.
    public var completion: ChatCompletion? { result?.completion }
}
