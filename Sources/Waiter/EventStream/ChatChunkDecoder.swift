/// Decodes the events of a chat completion, and keeps what has arrived for the error that a broken stream needs.
package final class ChatChunkDecoder: EventDecoder<ChatCompletionChunk> {
    private var parser = ChatChunkParser()
    private var accumulator = ChatCompletionAccumulator()
    private let redactor: Redactor

    package init(redactor: Redactor) {
        self.redactor = redactor
    }

    package override func decode(
        _ data: UnsafeBufferPointer<UInt8>,
        type: String,
        id: String
    ) throws -> Result {
        if Self.isDone(data) { return .done }
        if data.allSatisfy({ $0 <= 0x20 }) { return .nothing }
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
            accumulator.append(chunk)
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
        return ChatCompletionChunk(completion)
    }

    package override var isComplete: Bool { accumulator.isFinished }

    package override var partial: ChatCompletion? { accumulator.completion }
}
