/// A tool call in the current step of a loop, with the state of the call.
public struct ToolCallRecord: Sendable, Hashable, Codable, Identifiable {
    /// The state of a call.
    public enum State: Sendable, Hashable, Codable {
        /// The model requested the call, but no decision has been made yet.
        case requested
        /// The call is waiting for the user's decision.
        case awaitingApproval(prompt: String?)
        /// The call is waiting for a result from outside the loop, because the tool has no function.
        case awaitingOutput
        /// The call was approved, but has not started yet.
        case approved
        /// The call was started but not completed. The call may or may not have taken effect.
        case attempted
        /// The call was completed with a result for the model.
        case completed(ToolOutput)
    }

    /// The call.
    public internal(set) var invocation: ToolInvocation
    /// The state.
    public internal(set) var state: State
    /// Whether the function was started.
    public internal(set) var wasAttempted = false
    /// The definition of the tool, or `nil` if the tool is unknown. A decision is valid only for this definition.
    var definition: String?
    /// The item for a hosted tool call that your program must approve or execute, or `nil` for other calls.
    var item: JSONValue?

    /// The ID of the call.
    public var id: String { invocation.id }

    /// The result, or `nil` if the call has not been completed.
    public var output: ToolOutput? {
        if case .completed(let output) = state { output } else { nil }
    }

    /// The hosted tool call that your program must approve or execute, or `nil` for other calls.
    var waitingCall: WaitingCall? { item.flatMap { WaitingCall(ResponseItem(json: $0)) } }

    /// The message that reports the result to the model. If the call has no result yet, the message reports that
    /// the call was not run or that its outcome is unknown.
    package var resultMessage: ChatMessage {
        let output: ToolOutput =
            switch state {
            case .completed(let output): output
            case .attempted: .unknownOutcome
            case .requested, .awaitingApproval, .awaitingOutput, .approved:
                ToolOutput("the call was not run", isError: true)
            }
        var message = ChatMessage.tool(output.message, toolCallID: id)
        if let waitingCall {
            message.responseItems = [waitingCall.result(output.text, isError: output.isError).json]
        }
        return message
    }

    /// Whether the call is waiting for input from outside the loop.
    var isWaiting: Bool {
        switch state {
        case .awaitingApproval, .awaitingOutput: true
        default: false
        }
    }

    /// Returns whether another call has the same tool, arguments and result.
    func repeats(_ other: ToolCallRecord) -> Bool {
        invocation.name == other.invocation.name && invocation.arguments == other.invocation.arguments
            && output == other.output
    }
}
