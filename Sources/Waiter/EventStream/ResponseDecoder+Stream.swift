internal import HTTPTypes

extension ResponseDecoder {
    /// Creates a decoder that reads the body as a stream of events.
    ///
    /// Before the first element, the decoder checks whether the response is a stream. A complete JSON document is
    /// returned as a single element. Any other response that is not a stream causes an error.
    ///
    /// - Parameters:
    ///   - makeDecoder: A closure that creates the event decoder.
    ///   - accumulator: The type of the element accumulator.
    ///   - mayContinue: Whether more content, such as another choice, can follow an answer that appears complete. If
    ///     this is `false`, the decoder waits only briefly for the rest of the stream.
    /// - Returns: The decoder.
    package static func stream<Decoder: StreamEventDecoder, Accumulator: StreamAccumulator>(
        _ makeDecoder: @escaping @Sendable () -> Decoder,
        _ accumulator: Accumulator.Type,
        mayContinue: Bool = false
    ) -> ResponseDecoder where Output == EventStream<Decoder.Element>, Accumulator.Element == Decoder.Element {
        ResponseDecoder { response in
            func source() -> EventSource<Decoder.Element> {
                .make(
                    makeDecoder(),
                    accumulator,
                    redactor: response.redactor,
                    textLimit: response.textLimit
                )
            }
            let contentType = response.head.fields.text("content-type")?.lowercased() ?? ""
            if contentType.contains("event-stream") {
                return try open(StreamReader(source: source(), response: response, mayContinue: mayContinue), response)
            }
            let (start, first) = try await start(of: response)
            switch first {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                let whole = source()
                let body: [UInt8] = try await start + response.collect()
                let element = try response.parsing(body) { try whole.decodeWhole(body, response) }
                response.tracker?.complete(whole.metadata(), whole.partial())
                return try open(StreamReader(source: source(), response: response, whole: element), response)
            case UInt8(ascii: "<"):
                throw response.webPage(start)
            case nil:
                throw response.invalid("the server sent an empty response instead of a stream")
            default:
                let reader = try StreamReader(
                    source: source(),
                    response: response,
                    firstPiece: start,
                    mayContinue: mayContinue
                )
                return open(reader, response)
            }
        }
    }

    private static func open<Element>(
        _ reader: sending StreamReader<Element>,
        _ response: SuccessfulResponse
    ) -> APIResponse<EventStream<Element>> {
        APIResponse(value: EventStream(head: response.head, source: reader), head: response.head, body: [])
    }

    /// Reads until a byte that is not whitespace is found. Returns the received bytes, beginning with the line that
    /// contains this byte, and the byte itself.
    private static func start(of response: SuccessfulResponse) async throws -> ([UInt8], UInt8?) {
        response.deadlines.onExpiry { [channel = response.body.channel] error in channel.cancel(throwing: error) }
        var start: [UInt8] = []
        while let piece = try await response.deadlines.read(response.body) {
            start += piece
            if let first = piece.first(where: { $0 > 0x20 && !$0.isOfByteOrderMark }) {
                return (start, first)
            }
            // Discard the blank lines that servers send to keep connections alive.
            if let end = start.lastIndex(where: { $0 == 0x0A || $0 == 0x0D }) { start.removeFirst(end + 1) }
            guard start.count <= response.limits.eventBytes else {
                throw OpenAIError(.responseTooLarge, "the response's leading whitespace exceeds the event size limit")
            }
        }
        return (start, nil)
    }
}

extension UInt8 {
    /// Whether the byte occurs in the UTF-8 byte-order mark.
    var isOfByteOrderMark: Bool { self == 0xEF || self == 0xBB || self == 0xBF }
}
