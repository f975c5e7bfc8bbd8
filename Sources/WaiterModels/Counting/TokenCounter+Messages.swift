internal import Waiter
internal import WaiterTokenizer

extension TokenCounter {
    /// Adds the tokens of a message: its framing, role, name and content.
    ///
    /// For a tool call, the tokens in its name and arguments are counted, plus three framing tokens. The total is an
    /// estimate.
    func add(_ message: ChatMessage, to count: inout TokenCount) {
        count.addFrames(frame.perMessage + encoding.count(message.role.rawValue))
        if let name = message.name { count.addFrames(frame.perName + encoding.count(name)) }
        switch message.content {
        case .text(let text)?: count.addText(encoding.count(text))
        case .parts(let parts)?: add(parts, to: &count)
        case .unknown?: count.note("content in an unknown format is not counted")
        case nil: break
        }
        if let refusal = message.refusal { count.addText(encoding.count(refusal)) }
        if let reasoning = message.reasoning {
            count.addText(encoding.count(reasoning))
            count.note("whether reasoning is passed back to the model depends on the server")
        }
        for call in message.toolCalls { add(call, to: &count) }
        if let call = message.functionCall { add(name: call.name, arguments: call.arguments, to: &count) }
        if message.toolCallID != nil { count.note("the prompt format of tool results is not published") }
        if message.audioID != nil { count.note("audio from earlier answers is not counted") }
    }

    private func add(_ parts: [ChatContentPart], to count: inout TokenCount) {
        if parts.count(where: { if case .text = $0 { true } else { false } }) > 1 {
            count.note("how multiple text parts are joined is not published")
        }
        for part in parts {
            switch part {
            case .text(let part): count.addText(encoding.count(part.text))
            case .refusal(let part): count.addText(encoding.count(part.refusal))
            case .imageURL(let image): add(image, to: &count)
            case .inputAudio: count.note("audio is not counted")
            case .file: count.note("files are not counted: the server extracts their text and pages")
            case .unknown: count.note("content parts of unknown types are not counted")
            }
        }
    }

    private func add(_ image: ChatContentPart.ImageURL, to count: inout TokenCount) {
        let size = ImageSize(dataURL: image.url)
        count.addImage(images.tokens(of: size, detail: image.detail ?? .auto))
        if size == nil { count.note("an image of unknown size is counted as the largest possible image") }
        if let doubt = images.doubt { count.note(doubt) }
    }

    private func add(_ call: ToolCall, to count: inout TokenCount) {
        switch call {
        case .function(let call): add(name: call.function.name, arguments: call.function.arguments, to: &count)
        case .custom(let call): add(name: call.custom.name, arguments: call.custom.input, to: &count)
        case .unknown(let call): add(name: "", arguments: call.jsonText, to: &count)
        }
    }

    private func add(name: String, arguments: String, to count: inout TokenCount) {
        count.addText(encoding.count(name) + encoding.count(arguments))
        count.addFrames(frame.perMessage)
        count.note("the prompt format of tool calls is not published")
    }
}
