package import Waiter

/// A call that summed up a part of a conversation.
package struct SummaryCall: Sendable {
    /// What was sent.
    package let request: ChatCompletionRequest
    /// What came, or why nothing did.
    package let result: Result<ChatCompletion, any Error>
    /// From sending to the end.
    package let duration: Duration
}
