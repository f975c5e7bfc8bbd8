extension OpenAIError {
    /// The error of calls after `OpenAI.shutdown(gracePeriod:)`.
    static var clientWasShutDown: OpenAIError { OpenAIError(.clientShutdown, "the client has been shut down") }
}
