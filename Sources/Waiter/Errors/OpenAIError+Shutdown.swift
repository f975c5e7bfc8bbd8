extension OpenAIError {
    /// The error for calls after `OpenAI.shutdown(gracePeriod:)`.
    static var clientWasShutDown: OpenAIError { OpenAIError(.clientShutdown, "the client has been shut down") }
}
