internal import HTTPTypes

extension ResponseDecoder {
    /// Reads the body as a stream of events.
    ///
    /// What comes instead of a stream is noticed before the first element: a whole JSON answer is handed over as one
    /// element, everything else is an error.
    ///
    /// - Parameter mayContinue: Whether more may follow an answer that looks whole, such as another choice. The rest of one
    ///   is otherwise waited for only for a moment.
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
                throw response.invalid("the server sent an empty answer instead of a stream")
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

    /// Reads until the first byte that is no white space, and answers it with the line that it begins.
    private static func start(of response: SuccessfulResponse) async throws -> ([UInt8], UInt8?) {
        response.deadlines.onExpiry { [channel = response.body.channel] error in channel.cancel(throwing: error) }
        var start: [UInt8] = []
        while let piece = try await response.deadlines.read(response.body) {
            start += piece
            if let first = piece.first(where: { $0 > 0x20 && !$0.isOfByteOrderMark }) {
                return (start, first)
            }
            // Empty lines, by which servers keep a connection alive, however many.
            if let end = start.lastIndex(where: { $0 == 0x0A || $0 == 0x0D }) { start.removeFirst(end + 1) }
            guard start.count <= response.limits.eventBytes else {
                throw OpenAIError(.responseTooLarge, "the response begins with more white space than an event may have")
            }
        }
        return (start, nil)
    }
}

extension UInt8 {
    /// Whether the byte stands in the UTF-8 byte-order mark.
    var isOfByteOrderMark: Bool { self == 0xEF || self == 0xBB || self == 0xBF }
}
