internal import Waiter
internal import WaiterConversation

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A visible message in a ChatGPT export.
///
/// Content other than text, such as an image, is represented by a placeholder in the text. Tool output is attributed to
/// the assistant, because the export does not contain the tool calls that a server would require.
struct ChatGPTMessage {
    let role: Role
    let text: String
    private let model: String?
    private let status: Conversation.Status
    private let finishReason: FinishReason?

    /// Decodes a message. Returns `nil` if the message is hidden or empty.
    init?(_ json: JSONValue) {
        let metadata = json["metadata"]
        guard metadata?["is_visually_hidden_from_conversation"]?.boolValue != true,
            let author = json["author"]?["role"]?.stringValue, let content = json["content"]
        else { return nil }
        let text = Self.text(content, author: json["author"]?["name"]?.stringValue)
        let files = (metadata?["attachments"]?.arrayValue ?? []).compactMap { $0["name"]?.stringValue }
        let all = files.map { "[file \($0)]" } + [text]
        self.text = CitationMarks.removed(
            from: all.filter { !$0.isEmpty }.joined(separator: "\n"),
            references: metadata?["content_references"]?.arrayValue ?? []
        )
        guard !self.text.isEmpty else { return nil }
        role = author == "tool" ? .assistant : Role(rawValue: author)
        model = role == .assistant ? metadata?["model_slug"]?.stringValue : nil
        let ending = metadata?["finish_details"]?["type"]?.stringValue
        let isWhole = json["status"]?.stringValue != "in_progress" && ending != "interrupted"
        status = isWhole ? .complete : .interrupted
        finishReason = ending == "max_tokens" ? .length : nil
    }

    /// Returns the message as a conversation node.
    func node(_ number: Int, _ parent: Int?, _ time: Date) -> Conversation.Node {
        Conversation.Node(
            id: number,
            parent: parent,
            message: ChatMessage(role: role, content: .text(text)),
            status: status,
            isPinned: false,
            model: model,
            usage: nil,
            finishReason: finishReason,
            // The ledger stores times in milliseconds.
            createdAt: Date(timeIntervalSince1970: (time.timeIntervalSince1970 * 1000).rounded() / 1000)
        )
    }

    // MARK: Content

    private static func text(_ content: JSONValue, author: String?) -> String {
        switch content["content_type"]?.stringValue {
        case "text", "multimodal_text":
            return (content["parts"]?.arrayValue ?? []).map(part).filter { !$0.isEmpty }.joined(separator: "\n")
        case "code": return fenced(content["text"]?.stringValue ?? "", content["language"]?.stringValue)
        case "execution_output": return fenced(content["text"]?.stringValue ?? "", nil)
        // Reasoning and custom instructions about the user are not treated as messages.
        case "thoughts", "reasoning_recap", "user_editable_context", "model_editable_context": return ""
        case let type:
            let text = content["text"]?.stringValue ?? content["result"]?.stringValue
            return text ?? "[unsupported ChatGPT content: \(type ?? "unknown type")\(author.map { ", \($0)" } ?? "")]"
        }
    }

    private static func fenced(_ text: String, _ language: String?) -> String {
        guard text.contains(where: { !$0.isWhitespace }) else { return "" }
        let name = language.flatMap { $0 == "unknown" ? nil : $0 } ?? ""
        return "```\(name)\n\(text)\n```"
    }

    private static func part(_ part: JSONValue) -> String {
        if let text = part.stringValue { return text }
        if let text = part["text"]?.stringValue { return text }
        let address = (part["asset_pointer"]?.stringValue).map { " \($0)" } ?? ""
        switch part["content_type"]?.stringValue {
        case "image_asset_pointer":
            var size = ""
            if let width = part["width"]?.intValue, let height = part["height"]?.intValue {
                size = ", \(width)x\(height)"
            }
            return "[image\(address)\(size)]"
        case "audio_asset_pointer", "real_time_user_audio_video_asset_pointer": return "[audio\(address)]"
        case let type: return "[\(type ?? "unknown content")\(address)]"
        }
    }
}
