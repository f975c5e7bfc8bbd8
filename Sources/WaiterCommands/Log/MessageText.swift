internal import Waiter
internal import WaiterPlatform
internal import WaiterTerminal

/// The text of a message. Each part that is not text is represented by a line.
struct MessageText {
    /// The exact text.
    let text: String
    /// The attachments, tool calls and refusals, with one line for each.
    let notes: [String]

    init(_ message: ChatMessage) {
        var (texts, notes): ([String], [String]) = ([], [])
        switch message.content {
        case .text(let text)?: texts.append(text)
        case .parts(let parts)?:
            for part in parts {
                if let text = part.text { texts.append(text) } else { notes.append(Self.note(part)) }
            }
        case .unknown?: notes.append("[content of unknown type]")
        case nil: break
        }
        text = texts.joined(separator: "\n\n")
        if let refusal = message.refusal, !refusal.isEmpty { notes.append("[refused: \(refusal)]") }
        for call in message.toolCalls {
            switch call {
            case .function(let call): notes.append("[calls \(call.function.name) \(call.function.arguments)]")
            default: notes.append("[calls a tool]")
            }
        }
        if let call = message.functionCall { notes.append("[calls \(call.name) \(call.arguments)]") }
        self.notes = notes
    }

    private static func note(_ part: ChatContentPart) -> String {
        switch part {
        case .imageURL(let image): return "[image \(address(image.url))]"
        case .inputAudio(let audio): return "[audio \(audio.format.rawValue), \(size(audio.data[...]))]"
        case .file(let file):
            let name = file.filename ?? file.fileID ?? ""
            return "[file \(name)\(file.fileData.map { " " + address($0) } ?? "")]"
        case .refusal(let part): return "[refused: \(part.refusal)]"
        default: return "[\(part.type.isEmpty ? "part of unknown type" : part.type)]"
        }
    }

    private static func address(_ url: String) -> String {
        guard url.hasPrefix("data:"), let comma = url.firstIndex(of: ",") else { return url }
        let type = url[..<comma].dropFirst(5).split(separator: ";").first ?? ""
        return "\(type), \(size(url[comma...].dropFirst()))"
    }

    /// Returns the formatted size of the data that a base64 string represents.
    private static func size(_ base64: Substring) -> String {
        ByteCount.formatted(Int64(base64.utf8.count / 4 * 3 - base64.utf8.suffix(2).count { $0 == UInt8(ascii: "=") }))
    }
}
