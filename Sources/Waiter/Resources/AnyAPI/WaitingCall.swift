/// A hosted tool call that requires action by the program, which must either approve the call or supply its result.
struct WaitingCall: Sendable, Hashable {
    /// The item, with all its members.
    let item: ResponseItem

    /// Creates a waiting call from an item, or returns `nil` if the item requires no action.
    init?(_ item: ResponseItem) {
        switch item {
        case .mcpApprovalRequest, .computerCall, .localShellCall, .applyPatchCall: break
        case .shellCall(let call):
            // Commands for a container are run by the server.
            if let environment = call.environment?["type"]?.stringValue, environment != "local" { return nil }
        default: return nil
        }
        self.item = item
    }

    /// Whether the server makes the call once it is approved.
    var isRunByServer: Bool {
        if case .mcpApprovalRequest = item { true } else { false }
    }

    /// The name of the tool: its type, or the MCP server's label and the tool's name, as in `docs.search`.
    var name: String {
        if case .mcpApprovalRequest(let request) = item { "\(request.serverLabel).\(request.name)" } else { item.type }
    }

    /// The arguments of a call to an MCP tool, or the whole item for any other call.
    var arguments: JSONValue {
        guard case .mcpApprovalRequest(let request) = item else { return item.json }
        return (try? JSONValue(parsingForeign: Array(request.arguments.utf8))) ?? .string(request.arguments)
    }

    /// The ID that a result refers to.
    var callID: String { ToolCall.unknown(item.json).id }

    /// Returns the item with the result of the call.
    ///
    /// If the result is the JSON text of such an item, that item is used unchanged, so that a result can contain more than text.
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
            // A denied call has no screenshot, and its result cannot be text.
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
    /// The hosted tool calls that require action by the program, represented as unrecognized calls.
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
