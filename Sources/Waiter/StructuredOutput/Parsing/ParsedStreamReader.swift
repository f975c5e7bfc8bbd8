internal import Synchronization

/// Reads the chunks of a typed answer and parses the value at the end. Each reader is owned by one iterator.
final class ParsedStreamReader<Value: Decodable & Sendable> {
    private let call: StructuredCall<Value>
    private let head: ResponseHead
    private let outcome: ParsedOutcome<Value>
    private var chunks: EventStream<ChatCompletionChunk>.Iterator
    private var accumulator = ChatCompletionAccumulator()
    private var answer = PartialAnswer()
    /// The index of the choice that contains the answer.
    private var choice: Int?
    private var hasEnded = false
    private var isOver = false

    init(
        _ call: StructuredCall<Value>,
        _ chunks: EventStream<ChatCompletionChunk>,
        _ outcome: ParsedOutcome<Value>
    ) {
        self.call = call
        self.outcome = outcome
        head = chunks.head
        self.chunks = chunks.makeAsyncIterator()
    }

    deinit {
        if !isOver { outcome.end(.failure(Self.wasLeft)) }
    }

    private static var wasLeft: OpenAIError {
        OpenAIError(.invalidRequest, "the stream was only partly read, so it has no value")
    }

    /// Returns the next snapshot, or `nil` when the value is complete.
    func next(isolation actor: isolated (any Actor)?) async throws -> ParsedSnapshot? {
        if isOver { return nil }
        do {
            while !hasEnded {
                guard let chunk = try await chunks.next(isolation: actor) else {
                    hasEnded = true
                    if answer.finish(), let snapshot { return snapshot }
                    break
                }
                accumulator.append(chunk)
                if isNews(chunk), let snapshot { return snapshot }
            }
            let parsed = try await call.settle(accumulator.completion, head)
            isOver = true
            outcome.end(.success(parsed))
            return nil
        } catch {
            isOver = true
            outcome.end(.failure(error))
            throw error
        }
    }

    /// Appends the text of a chunk and returns whether the JSON has changed.
    private func isNews(_ chunk: ChatCompletionChunk) -> Bool {
        var isNews = false
        for part in chunk.choices where choice == nil || part.index == choice {
            choice = part.index
            if let text = part.delta.content, answer.append(text) { isNews = true }
        }
        return isNews
    }

    private var snapshot: ParsedSnapshot? {
        guard let json = answer.json.value, let (value, member) = call.contract.unwrapped(json) else { return nil }
        return ParsedSnapshot(answer.json, json: value, isWrapped: member != nil)
    }
}

/// The outcome of a typed answer, shared by all copies of a stream.
final class ParsedOutcome<Value: Sendable>: Sendable {
    private let state = Mutex<Result<ParsedCompletion<Value>, any Error>?>(nil)

    var result: Result<ParsedCompletion<Value>, any Error>? { state.withLock { $0 } }

    func end(_ result: Result<ParsedCompletion<Value>, any Error>) {
        state.withLock { $0 = result }
    }
}
