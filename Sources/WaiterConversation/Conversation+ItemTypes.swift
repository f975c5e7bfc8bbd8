public import Waiter

extension Conversation {
    /// Returns the types of items on the path that an API cannot express, such as `reasoning`, in order of first use.
    ///
    /// Requests to that API omit these items. The items remain in the conversation and are sent again in requests to
    /// the Responses API.
    public func itemTypes(leftOutBy api: ModelAPI) -> [String] {
        guard api != .responses else { return [] }
        var types: [String] = []
        for item in path.lazy.flatMap(\.message.responseItems) {
            let type = item["type"]?.stringValue ?? ""
            if !Self.typesInChat.contains(type), !types.contains(type) { types.append(type) }
        }
        return types
    }

    /// The types of items that correspond to messages and tool calls in chat completions.
    private static let typesInChat: Set<String> = ["message", "function_call", "custom_tool_call"]
}
