package import Waiter

/// A call that summarized part of a conversation.
package struct SummaryCall: Sendable {
    /// The identifier of the call. A ledger records the call's attempts under this identifier.
    package let id: String
    /// The request.
    package let request: ChatCompletionRequest
    /// The response, or the error if the call failed.
    package let result: Result<ChatCompletion, any Error>
    /// The duration of the call.
    package let duration: Duration
}
