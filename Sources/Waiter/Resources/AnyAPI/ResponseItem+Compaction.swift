extension ChatMessage {
    /// Whether the message is an answer that contains a compaction item. In the Responses API, a compaction item
    /// replaces earlier messages.
    package var isCompacted: Bool {
        role == .assistant
            && responseItems.contains { item in
                item["type"]?.stringValue == "compaction" && item["encrypted_content"]?.stringValue?.isEmpty == false
            }
    }
}

extension [ChatMessage] {
    /// The messages to send to the Responses API: the instructions, the last answer with a compaction item, and all
    /// messages after that answer.
    package var sinceCompaction: [ChatMessage] {
        guard let last = lastIndex(where: \.isCompacted) else { return self }
        return self[..<last].filter { $0.role == .system || $0.role == .developer } + self[last...]
    }
}

extension [ResponseItem] {
    /// The items to send back from an answer: the last compaction item and all items after it.
    ///
    /// If there are calls before the compaction item, all items from the first call on are also sent, because the
    /// results of the calls follow the answer. The reasoning directly before the first call is also sent. The output of
    /// `compact`, which contains user messages, is used unchanged.
    var sinceCompaction: [ResponseItem] {
        guard let last = lastIndex(where: \.isCompaction) else { return self }
        if self[..<last].contains(where: \.isInput) { return self }
        let call = self[..<last].firstIndex { $0.toolCall != nil || WaitingCall($0) != nil }
        guard var start = call else { return Array(self[last...]) }
        while start > 0, case .reasoning = self[start - 1] { start -= 1 }
        return Array(self[start...])
    }
}

extension ResponseItem {
    fileprivate var isCompaction: Bool {
        if case .compaction(let compaction) = self { !compaction.encryptedContent.isEmpty } else { false }
    }

    fileprivate var isInput: Bool {
        if case .message(let message) = self { message.isInput } else { false }
    }

    /// Whether the item is a message with instructions for the model.
    var isInstruction: Bool {
        if case .message(let message) = self { message.role == .system || message.role == .developer } else { false }
    }
}

extension ResponseItem.Message {
    /// Whether the message is input to the model rather than output from it.
    var isInput: Bool { role != .assistant }
}
