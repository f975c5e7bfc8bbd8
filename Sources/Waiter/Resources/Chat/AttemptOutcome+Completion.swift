extension AttemptOutcome {
    /// What arrived of a chat completion, complete or partial; nil for other endpoints, and when nothing arrived.
    public var completion: ChatCompletion? { result?.completion }
}
