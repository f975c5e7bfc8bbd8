/// A hosted tool call that requires action by the client. The client must either approve the call or supply its result.
struct WaitingCall: Sendable, Hashable {
    /// The item, with all its members.
    let item: ResponseItem

    /// Creates a pending call from an item or returns `nil` if the item requires no action.
    init?(_ item: ResponseItem) {
        switch item {
        case .mcpApprovalRequest, .computerCall, .localShellCall, .applyPatchCall: break
        case .shellCall(let call):
            // Commands for a container are run by the server, so the call requires no action by the client.
            if let environment = call.environment?["type"]?.stringValue, environment != "local" { return nil }
        default: return nil
        }
        self.item = item
    }

    /// Whether the server makes the call once it has been approved.
    var isRunByServer: Bool {
        if case .mcpApprovalRequest = item { true } else { false }
    }

    /// The name of the tool. For an MCP tool, this is the server's label and the tool's name, such as `docs.search`.
    /// For any other tool, this is the tool's type.
    var name: String {
        if case .mcpApprovalRequest(let request) = item { "\(request.serverLabel).\(request.name)" } else { item.type }
    }

    /// The arguments of a call to an MCP tool, or the whole item for any other call.
    var arguments: JSONValue {
        guard case .mcpApprovalRequest(let request) = item else { return item.json }
        return (try? JSONValue(parsingForeign: Array(request.arguments.utf8))) ?? .string(request.arguments)
    }

    /// The ID that the call's result must refer to.
    var callID: String { ToolCall.unknown(item.json).id }

    /// Returns the item with the result of the call.
    ///
    /// If the result is itself the JSON text of such an item, that item is used unchanged. A result can therefore
    /// contain more than text.
    ///
    /// - Parameters:
    ///   - text: The result as text, or the reason for a denial.
    ///   - isError: Whether the call was denied or failed.
    /// - Returns: The item.
    func result(_ text: String, isError: Bool) -> ResponseItem {
        if !isError, let json = try? JSONValue(jsonText: text), json["type"]?.stringValue == item.type + "_output" {
            return ResponseItem(json: json)
        }
        switch item {
        case .mcpApprovalRequest(let request):
            return .mcpApprovalResponse(
                ResponseItem.MCPApprovalResponse(
                    approvalRequestID: request.id,
                    isApproved: !isError,
                    reason: isError ? text : nil
                )
            )
        case .localShellCall: return .localShellCallOutput(ResponseItem.LocalShellCallOutput(id: callID, output: text))
        case .applyPatchCall:
            return .applyPatchCallOutput(
                ResponseItem.ApplyPatchCallOutput(
                    callID: callID,
                    status: isError ? .failed : .completed,
                    output: text
                )
            )
        case .computerCall where !isError:
            return .computerCallOutput(ResponseItem.ComputerCallOutput(callID: callID, imageURL: text))
        case .computerCall:
            // The result of a computer call must be a screenshot. If the call was denied or failed, there is no
            // screenshot, so a message is sent instead.
            return .user("The computer actions were not performed: \(text)")
        default:
            let output = ResponseItem.ShellOutput(
                stdout: isError ? "" : text,
                stderr: isError ? text : "",
                exitCode: isError ? 1 : 0
            )
            return .shellCallOutput(ResponseItem.ShellCallOutput(callID: callID, outputs: [output]))
        }
    }
}

extension [ResponseItem] {
    /// The hosted tool calls that require action by the client, represented as `ToolCall.unknown` values.
    var waitingCalls: [ToolCall] {
        let calls = compactMap(WaitingCall.init)
        if calls.isEmpty { return [] }
        let answered = Set(
            compactMap { item in
                switch item {
                case .computerCallOutput, .localShellCallOutput, .shellCallOutput, .applyPatchCallOutput:
                    item.json["call_id"]?.stringValue ?? item.id
                case .mcpApprovalResponse(let response): response.approvalRequestID
                default: nil
                }
            }
        )
        return calls.filter { !answered.contains($0.callID) }.map { .unknown($0.item.json) }
    }
}
