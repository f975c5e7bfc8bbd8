/// The state of an event source, which consists of the decoder and the accumulated elements of a stream. Each state is
/// owned by one reader.
final class EventSourceState<Decoder: StreamEventDecoder, Accumulator: StreamAccumulator>
where Decoder.Element == Accumulator.Element {
    private(set) var accumulator = Accumulator()
    private var decoder: Decoder
    private let redactor: Redactor
    /// The approximate amount of content in the accumulator, in bytes.
    private var kept = 0
    /// The length of the shortest event, which approximates the framing overhead of each event. A long event consists
    /// mostly of content.
    private var frame = 1 << 10
    /// The maximum amount of accumulated content, about 250,000 tokens. Because of this limit, memory use is bounded
    /// for a stream of any length.
    private static var keptLimit: Int { 1 << 20 }
    private let textLimit: TextLimit?
    /// The number of bytes of text that can still be received without exceeding the limit.
    private var textLeft: Int

    @inline(__always)
    init(_ decoder: Decoder, _ redactor: Redactor, _ textLimit: TextLimit?) {
        self.decoder = decoder
        self.redactor = redactor
        self.textLimit = textLimit
        textLeft = textLimit?.bytes ?? .max
    }

    @inline(__always)
    func decodeBatch(_ parser: inout EventStreamParser, into elements: inout [Decoder.Element]) throws -> Bool {
        defer { elements.reverse() }
        while elements.count < EventSource<Decoder.Element>.batchSize, let event = try parser.next() {
            if try decode(event, &parser, into: &elements) { return true }
        }
        return false
    }

    @inline(__always)
    func decodeLast(_ parser: inout EventStreamParser, into elements: inout [Decoder.Element]) throws -> Bool {
        defer { elements.reverse() }
        while let event = try parser.finish() {
            if try decode(event, &parser, into: &elements) { return true }
        }
        flush(into: &elements)
        return false
    }

    /// The error to throw if the stream ended normally but contains no valid answer.
    var failure: OpenAIError? { (accumulator as? any StreamFailureReporting)?.failure }

    /// Appends the text that the decoder withheld.
    private func flush(into elements: inout [Decoder.Element]) {
        guard let element = decoder.finish() else { return }
        keep(element, length: 0)
        elements.append(element)
    }

    /// Decodes an event and returns whether the event is the terminal marker.
    @inline(__always)
    private func decode(
        _ event: EventStreamParser.Event,
        _ parser: inout EventStreamParser,
        into elements: inout [Decoder.Element]
    ) throws -> Bool {
        let id = Decoder.usesEventIDs ? parser.lastEventID : ""
        return try parser.withData(of: event) { data in
            if EventData.isDone(data) {
                flush(into: &elements)
                return true
            }
            if Decoder.ignoresBlankData, EventData.isEmpty(data) { return false }
            do {
                switch try decoder.decode(data, type: event.type, id: id) {
                case .element(let element):
                    keep(element, length: data.count)
                    elements.append(element)
                    if textLeft < 0, let textLimit { throw textLimit.error }
                case .ignored:
                    if let error = EventData.reportedError(data, type: event.type) { throw streamError(error) }
                case .error(let value):
                    throw streamError(value)
                case .failed(let element, let value):
                    keep(element, length: data.count)
                    elements.append(element)
                    throw streamError(value)
                }
                return false
            } catch let error as JSONError where error.isSyntax && Decoder.ignoresBlankData && event.type == "error" {
                throw streamError(.string(String(decoding: data, as: UTF8.self)))
            } catch {
                throw EventData.described(error, data, redactor)
            }
        }
    }

    /// Accumulates an element. After the limit has been reached, only the metadata of the element is accumulated.
    @inline(__always)
    private func keep(_ element: Decoder.Element, length: Int) {
        if textLimit != nil { textLeft -= Decoder.textLength(of: element) }
        guard kept < Self.keptLimit else { return accumulator.appendWithoutContent(element) }
        accumulator.append(element)
        if let bytes = accumulator.contentBytes {
            kept = bytes
        } else {
            frame = min(frame, length)
            kept += length - frame + 8
        }
    }

    func decodeWhole(_ body: [UInt8], of response: SuccessfulResponse) throws -> Decoder.Element {
        let element = try decoder.decodeWhole(body, of: response)
        accumulator.append(element)
        return element
    }

    private func streamError(_ value: JSONValue) -> OpenAIError {
        var error = OpenAIError.reported(by: value, redactor: redactor)
        if [.server, .badRequest].contains(error.code) { error.code = .streamError }
        return error
    }
}
