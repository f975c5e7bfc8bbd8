extension Sequence<ResponseItem> {
    /// The number of billable hosted tool calls, keyed by tool type.
    ///
    /// For web searches, `search` actions are billed, but opening a page is not. The code interpreter is billed per
    /// container. Source: https://platform.openai.com/docs/pricing, "Built-in tools", and the guide to web search.
    package var hostedCalls: [String: Int] {
        var calls: [String: Int] = [:]
        var containers: Set<String> = []
        for item in self {
            switch item {
            case .webSearchCall(let call):
                guard call.action.map({ $0.type == "search" || $0.type.isEmpty }) ?? true else { continue }
                calls["web_search", default: 0] += 1
            case .fileSearchCall: calls["file_search", default: 0] += 1
            case .codeInterpreterCall(let call):
                if let container = call.containerID, !containers.insert(container).inserted { continue }
                calls["code_interpreter", default: 0] += 1
            case .imageGenerationCall: calls["image_generation", default: 0] += 1
            case .mcpCall: calls["mcp", default: 0] += 1
            default: break
            }
        }
        return calls
    }
}
