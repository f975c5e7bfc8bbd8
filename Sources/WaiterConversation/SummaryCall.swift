package import Waiter

/// A call that summed up a part of a conversation.
package struct SummaryCall: Sendable {
    /// The identifier of the call, which its attempts have in a ledger.
    package let id: String
    /// What was sent.
    package let request: ChatCompletionRequest
    /// What came, or why nothing did.
    package let result: Result<ChatCompletion, any Error>
    /// From sending to the end.
    package let duration: Duration
}
