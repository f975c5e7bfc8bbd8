package import Waiter

/// A call that summarized part of a conversation.
package struct SummaryCall: Sendable {
    /// The identifier of the call, under which a ledger records its attempts.
    package let id: String
    /// The request.
    package let request: ChatCompletionRequest
    /// The response, or the error if there was none.
    package let result: Result<ChatCompletion, any Error>
    /// The duration of the call.
    package let duration: Duration
}
