extension ChatMessage: DirectlyWritable {
    /// Writes the message if it contains only text, and returns whether the message was written. Long conversations
    /// consist mostly of such messages.
    package func write(to writer: inout JSONWriter) -> Bool {
        guard case .text(let text)? = content, name == nil, refusal == nil, toolCalls.isEmpty, toolCallID == nil,
            audioID == nil, reasoning == nil, functionCall == nil, additionalFields.isEmpty, responseItems.isEmpty
        else { return false }
        writer.writeRaw(#"{"role":"#)
        writer.write(role.rawValue)
        writer.writeRaw(#","content":"#)
        writer.write(text)
        writer.writeRaw("}")
        return true
    }
}
