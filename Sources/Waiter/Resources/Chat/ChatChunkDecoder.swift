/// Decodes the events of a chat completion, and keeps what has arrived for the error that a broken stream needs.
package final class ChatChunkDecoder: EventDecoder<ChatCompletionChunk> {
    private var parser = ChatChunkParser()
    private var accumulator = ChatCompletionAccumulator()
    private let redactor: Redactor
    /// About how much text the accumulator holds.
    private var kept = 0
    /// The length of the shortest event, which is nearly all frame.
    private var frame = Int.max
    /// As much text is kept for an error, some 250,000 tokens: a stream of any length must run in constant memory.
    private static let keptLimit = 1 << 20

    package init(redactor: Redactor) {
        self.redactor = redactor
    }

    package override func decode(
        _ data: UnsafeBufferPointer<UInt8>,
        type: String,
        id: String
    ) throws -> Result {
        if Self.isDone(data) { return .done }
        if data.first != UInt8(ascii: "{"), data.allSatisfy({ $0 <= 0x20 }) { return .nothing }
        let parsed: ChatChunkParser.Parsed
        do {
            parsed = try parser.parse(data)
        } catch let error as JSONError {
            throw invalid("an event of the stream is broken: \(error)", data, error)
        } catch let error as DecodingError {
            throw invalid("an event of the stream has another shape: \(error.summary)", data, error)
        }
        switch parsed {
        case .chunk(let chunk):
            keep(chunk, length: data.count)
            return .element(chunk)
        case .nothing:
            if let error = Self.error(in: data, type: type) { throw streamError(error) }
            return .nothing
        case .error(let value):
            throw streamError(value)
        }
    }

    /// An error without a member `error`, as old versions of vLLM send it, or in an event named so.
    private static func error(in data: UnsafeBufferPointer<UInt8>, type: String) -> JSONValue? {
        guard let value = try? JSONValue(parsing: data) else { return nil }
        guard [type, value["object"]?.stringValue, value["type"]?.stringValue].contains("error") else { return nil }
        return value
    }

    /// Adds a chunk to what an error would carry; beyond the limit only its finish reason, usage and the like.
    private func keep(_ chunk: ChatCompletionChunk, length: Int) {
        if kept < Self.keptLimit {
            frame = min(frame, length)
            kept += length - frame + 8
            return accumulator.append(chunk)
        }
        var rest = chunk
        rest.choices = chunk.choices.map { .init(index: $0.index, finishReason: $0.finishReason) }
        accumulator.append(rest)
    }

    /// The same as the inherited one, which the compiler makes much faster for a known type.
    package override func decodeBatch(
        _ events: inout EventStreamParser,
        into chunks: inout [ChatCompletionChunk]
    ) throws -> Bool {
        defer { chunks.reverse() }
        while chunks.count < Self.batchSize, let event = try events.next() {
            let result = try events.withData(of: event) { data in try decode(data, type: event.type, id: "") }
            switch result {
            case .element(let chunk): chunks.append(chunk)
            case .nothing: continue
            case .done: return true
            }
        }
        return false
    }

    private func streamError(_ value: JSONValue) -> OpenAIError {
        var error = OpenAIError.reported(by: value, redactor: redactor)
        if [.server, .badRequest].contains(error.code) { error.code = .streamError }
        return error
    }

    private func invalid(_ message: String, _ data: UnsafeBufferPointer<UInt8>, _ cause: any Error) -> OpenAIError {
        var error = OpenAIError(.invalidResponse, message)
        error.body = ErrorBody.excerpt(Array(data), redactor)
        error.underlying = cause
        return error
    }

    private static func isDone(_ data: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = data.first, first == UInt8(ascii: "[") || first <= 0x20 else { return false }
        return String(decoding: data, as: UTF8.self).filter { !$0.isWhitespace } == "[DONE]"
    }

    package override func decodeWhole(
        _ body: [UInt8],
        of response: SuccessfulResponse
    ) throws -> ChatCompletionChunk? {
        let completion = try JSONResponse.decode(ChatCompletion.self, from: body, of: response)
        let chunk = ChatCompletionChunk(completion)
        accumulator.append(chunk)
        return chunk
    }

    package override var isComplete: Bool { accumulator.isFinished }

    package override var partial: ChatCompletion? { accumulator.completion }

    package override var facts: AnswerFacts { AnswerFacts(accumulator.completion) }

    package override var hasContent: Bool { accumulator.hasContent }
}
