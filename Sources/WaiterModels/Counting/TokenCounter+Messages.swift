internal import Waiter
internal import WaiterTokenizer

extension TokenCounter {
    /// Adds a message: its framing, role, name and content.
    ///
    /// Tool calls are counted by their names and arguments plus three framing tokens each, which is an estimate.
    func add(_ message: ChatMessage, to count: inout TokenCount) {
        count.addFrames(frame.perMessage + encoding.count(message.role.rawValue))
        if let name = message.name { count.addFrames(frame.perName + encoding.count(name)) }
        switch message.content {
        case .text(let text)?: count.addText(encoding.count(text))
        case .parts(let parts)?: add(parts, to: &count)
        case .unknown?: count.note("a content of an unknown form is not counted")
        case nil: break
        }
        if let refusal = message.refusal { count.addText(encoding.count(refusal)) }
        if let reasoning = message.reasoning {
            count.addText(encoding.count(reasoning))
            count.note("whether reasoning is given back to the model depends on the server")
        }
        for call in message.toolCalls { add(call, to: &count) }
        if let call = message.functionCall { add(name: call.name, arguments: call.arguments, to: &count) }
        if message.toolCallID != nil { count.note("how answers of tools are framed is not published") }
        if message.audioID != nil { count.note("sound that was spoken before is not counted") }
    }

    private func add(_ parts: [ChatContentPart], to count: inout TokenCount) {
        if parts.count(where: { if case .text = $0 { true } else { false } }) > 1 {
            count.note("how several parts of text are joined is not published")
        }
        for part in parts {
            switch part {
            case .text(let part): count.addText(encoding.count(part.text))
            case .refusal(let part): count.addText(encoding.count(part.refusal))
            case .imageURL(let image): add(image, to: &count)
            case .inputAudio: count.note("sound is not counted")
            case .file: count.note("files are not counted: their text and their pages are taken out by the server")
            case .unknown: count.note("a part of an unknown kind is not counted")
            }
        }
    }

    private func add(_ image: ChatContentPart.ImageURL, to count: inout TokenCount) {
        let size = ImageSize(dataURL: image.url)
        count.addImage(images.tokens(of: size, detail: image.detail ?? .auto))
        if size == nil { count.note("an image whose size cannot be seen is counted as the largest") }
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
        count.note("how calls of tools are framed is not published")
    }
}
