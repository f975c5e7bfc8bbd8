public import Waiter
public import WaiterTokenizer

/// A counter for the input tokens in a chat request. It counts locally, before the request is sent.
///
///     let counter = TokenCounter(model: "gpt-4o")
///     let count = counter.count(request)
///     print(count.tokens, count.exactness, count.reasons)
///
/// For a given encoding, the tokens in text are always counted exactly. The framing around the text is counted exactly
/// if OpenAI has published a formula and compared the formula with its own counts. All other counts are estimates. A
/// result that contains an estimate is marked as approximate. For a server with its own tokenizer endpoint, such as
/// llama.cpp's, use `ServerTokenCounter`.
public struct TokenCounter: Sendable {
    /// The model for which tokens are counted.
    public let model: String
    /// The encoding used to count the tokens in text.
    public let encoding: TokenEncoding
    /// The reason why a count of plain text is not exact, or `nil` if the count is exact.
    public let assumption: String?
    let frame: MessageFrame
    let images: ImageRule

    /// Creates a counter for a model. The encoding is taken from the catalogue or, if the catalogue does not specify an
    /// encoding, inferred from the model name.
    public init(model: String, catalogue: ModelCatalogue = .builtIn) {
        self = catalogue.remembered(for: model) { TokenCounter(of: model, in: catalogue) }
    }

    private init(of model: String, in catalogue: ModelCatalogue) {
        let lookup = catalogue.lookup(model)
        if let name = lookup.entry?.encoding, let encoding = try? TokenEncoding.named(name) {
            let assumption = "the encoding of \(model) is not published, so \(name) is assumed"
            self.init(model: model, encoding, lookup.entry?.isEncodingAssumed == true ? assumption : nil)
            return
        }
        let found = TokenEncoding.forModel(model)
        var assumption = "the encoding of \(model) is unknown, so \(found.encoding.name) is assumed"
        if let nearest = lookup.nearest {
            assumption =
                "unknown model '\(model)' (did you mean '\(nearest)'?), so "
                + "\(found.encoding.name) is assumed"
        }
        self.init(model: model, found.encoding, found.isAssumed ? assumption : nil)
    }

    /// Creates a counter with a specific encoding.
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

    /// Counts the tokens in plain text outside a message. Special tokens in the text are treated as ordinary text.
    public func count(_ text: String) -> TokenCount {
        TokenCount(text: encoding.count(text), reasons: [assumption].compactMap { $0 })
    }

    /// Counts the input tokens in a request: messages, tools and the response schema.
    public func count(_ request: ChatCompletionRequest) -> TokenCount {
        var count = count(request.messages, tools: request.tools ?? [])
        if let functions = request.functions, !functions.isEmpty {
            addTools(functions.map(ChatTool.function), to: &count)
        }
        if case .jsonSchema(let format)? = request.responseFormat {
            count.addDefinitions(encoding.count(format.schema?.jsonText ?? "") + encoding.count(format.name))
            count.note("the prompt format of response schemas is not published")
        }
        if request.prediction != nil { count.note("rejected prediction tokens are billed as output") }
        return count
    }

    /// Counts the tokens in messages and tools as if they were a request's input.
    public func count(_ messages: [ChatMessage], tools: [ChatTool] = []) -> TokenCount {
        var count = TokenCount(reasons: [assumption].compactMap { $0 })
        if !frame.isVerified { count.note("the message format of \(model) is not published") }
        for message in messages { add(message, to: &count) }
        if !tools.isEmpty { addTools(tools, to: &count) }
        count.addFrames(frame.reply)
        return count
    }
}
