/// Reads an answer from the model in a tool loop, chunk by chunk. Each reader is owned by one runner.
final class ToolAnswerReader {
    let request: ChatCompletionRequest
    private let chunks: EventStream<ChatCompletionChunk>.Iterator?
    private var accumulator = ChatCompletionAccumulator()
    private var whole: ChatCompletion?
    private var schemaReader: SchemaAnswerReader?
    private var hasBegun = false
    private var shownBytes = 0

    init(_ answer: ToolAnswer, isBySchema: Bool) {
        request = answer.request
        switch answer.content {
        case .stream(let stream): chunks = stream.makeAsyncIterator()
        case .complete(let completion):
            chunks = nil
            whole = completion
        }
        schemaReader = isBySchema ? SchemaAnswerReader() : nil
    }

    /// The answer so far.
    var completion: ChatCompletion { whole ?? accumulator.completion }

    /// The answer so far, or `nil` if nothing has been received.
    var received: ChatCompletion? { hasBegun ? accumulator.completion : nil }

    /// Returns the next chunk to show, or `nil` at the end. If a chunk contains no text to show, the result is
    /// `.some(nil)`.
    func next(isolation actor: isolated (any Actor)?) async throws -> ChatCompletionChunk?? {
        guard var chunks, let chunk = try await chunks.next(isolation: actor) else { return nil }
        hasBegun = true
        accumulator.append(chunk)
        guard schemaReader != nil else { return .some(chunk) }
        let text = schemaReader?.read(chunk.text) ?? ""
        shownBytes += text.utf8.count
        return .some(text.isEmpty ? nil : Self.chunk(text))
    }

    /// Returns the part of a schema-based answer that was not shown while the answer was streamed.
    func rest(of completion: ChatCompletion) -> ChatCompletionChunk? {
        guard schemaReader != nil, whole == nil, let message = completion.message, message.toolCalls.isEmpty,
            let text = message.content
        else { return nil }
        let rest = String(decoding: text.utf8.dropFirst(shownBytes), as: UTF8.self)
        return rest.isEmpty ? nil : Self.chunk(rest)
    }

    private static func chunk(_ text: String) -> ChatCompletionChunk {
        ChatCompletionChunk(choices: [.init(index: 0, delta: .init(content: text))])
    }
}
