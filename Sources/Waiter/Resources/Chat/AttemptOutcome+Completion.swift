extension AttemptOutcome {
    /// The chat completion, complete or partial; `nil` for other endpoints and if nothing was received.
    public var completion: ChatCompletion? { result?.completion }
}
