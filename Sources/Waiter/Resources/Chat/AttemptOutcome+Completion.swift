extension AttemptOutcome {
    /// The complete or partial chat completion. The value is `nil` if nothing was received or if the request was sent
    /// to another endpoint.
    public var completion: ChatCompletion? { result?.completion }
}
