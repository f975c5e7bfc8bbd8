public import Waiter
public import WaiterTokenizer

/// Counts what a chat request will cost in tokens, before it is sent and without a server.
///
///     let counter = TokenCounter(model: "gpt-4o")
///     let count = counter.count(request)
///     print(count.tokens, count.exactness, count.reasons)
///
/// Texts are always counted exactly by the encoding. What stands around them is exact where OpenAI has published a formula
/// and compared it with its own counts; everywhere else it is an estimate, and the count says so. For a server that counts
/// by itself, such as llama.cpp's, there is `ServerTokenCounter`.
public struct TokenCounter: Sendable {
    /// The model whose requests are counted.
    public let model: String
    /// The encoding that its texts are counted with.
    public let encoding: TokenEncoding
    /// Why the count of a mere text is not exact; nil when it is.
    public let assumption: String?
    let frame: MessageFrame
    let images: ImageRule

    /// Finds the encoding in the catalogue, else by the model's name.
    public init(model: String, catalogue: ModelCatalogue = .builtIn) {
        let lookup = catalogue.lookup(model)
        if let name = lookup.entry?.encoding, let encoding = try? TokenEncoding.named(name) {
            let assumption = "no encoding of \(model) is published, \(name) is assumed"
            self.init(model: model, encoding, lookup.entry?.isEncodingAssumed == true ? assumption : nil)
            return
        }
        let found = TokenEncoding.forModel(model)
        var assumption = "no encoding of \(model) is known, \(found.encoding.name) is assumed"
        if let nearest = lookup.nearest {
            assumption =
                "no model '\(model)' is known (did you mean '\(nearest)'?), "
                + "\(found.encoding.name) is assumed"
        }
        self.init(model: model, found.encoding, found.isAssumed ? assumption : nil)
    }

    /// Counts with an encoding of the caller's choice.
    public init(model: String, encoding: TokenEncoding) {
        self.init(model: model, encoding, nil)
    }

    private init(model: String, _ encoding: TokenEncoding, _ assumption: String?) {
        self.model = model
        self.encoding = encoding
        self.assumption = assumption
        let plain = model.split(separator: "/").last.map(String.init) ?? model
        frame = MessageFrame(model: plain)
        images = ImageRule(model: plain)
    }

    /// Counts a text that is no message; special tokens in it are ordinary text.
    public func count(_ text: String) -> TokenCount {
        TokenCount(text: encoding.count(text), reasons: [assumption].compactMap { $0 })
    }

    /// Counts the input of a request: messages, tools, and the schema of the answer.
    public func count(_ request: ChatCompletionRequest) -> TokenCount {
        var count = count(request.messages, tools: request.tools ?? [])
        if let functions = request.functions, !functions.isEmpty {
            addTools(functions.map(ChatTool.function), to: &count)
        }
        if case .jsonSchema(let format)? = request.responseFormat {
            count.addDefinitions(encoding.count(format.schema?.jsonText ?? "") + encoding.count(format.name))
            count.note("how the schema of the answer is put to the model is not published")
        }
        if request.prediction != nil { count.note("predicted text is charged as output where it was wrong") }
        return count
    }

    /// Counts messages, as the input of a request that carries them.
    public func count(_ messages: [ChatMessage], tools: [ChatTool] = []) -> TokenCount {
        var count = TokenCount(reasons: [assumption].compactMap { $0 })
        if !frame.isVerified { count.note("nothing is published about how \(model) frames messages") }
        for message in messages { add(message, to: &count) }
        if !tools.isEmpty { addTools(tools, to: &count) }
        count.addFrames(frame.reply)
        return count
    }
}
