internal import HTTPTypes

extension ResponseDecoder {
    /// Reads the body as a stream of events.
    ///
    /// What comes instead of a stream is noticed before the first element: a whole JSON answer is handed over as one
    /// element, everything else is an error.
    package static func stream<Element>(
        _ makeDecoder: @escaping @Sendable (Redactor) -> EventDecoder<Element>
    ) -> ResponseDecoder where Output == EventStream<Element> {
        ResponseDecoder { response in
            let decoder = makeDecoder(response.redactor)
            let contentType = response.head.fields.text("content-type")?.lowercased() ?? ""
            if contentType.contains("event-stream") {
                return try open(StreamReader(decoder: decoder, response: response), response)
            }
            let (pieces, first) = try await start(of: response)
            switch first {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                let bytes = try await rest(of: response, after: pieces)
                let whole = try decoder.decodeWhole(bytes, of: response)
                return try open(
                    StreamReader(decoder: makeDecoder(response.redactor), response: response, whole: whole),
                    response
                )
            case UInt8(ascii: "<"):
                throw response.webPage(pieces.flatMap { $0 })
            case nil:
                throw response.invalid("the server sent an empty answer instead of a stream")
            default:
                return try open(StreamReader(decoder: decoder, response: response, firstPieces: pieces), response)
            }
        }
    }

    private static func open<Element>(
        _ reader: sending StreamReader<Element>,
        _ response: SuccessfulResponse
    ) -> RawResponse<EventStream<Element>> {
        RawResponse(value: EventStream(head: response.head, source: reader), head: response.head, body: [])
    }

    /// Reads until the first byte that is no white space.
    private static func start(of response: SuccessfulResponse) async throws -> ([[UInt8]], UInt8?) {
        response.deadlines.onExpiry { [channel = response.body.channel] error in channel.cancel(throwing: error) }
        var pieces: [[UInt8]] = []
        while let piece = try await response.deadlines.read(response.body, afterContent: true) {
            pieces.append(piece)
            if let first = piece.first(where: { $0 > 0x20 && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }) {
                return (pieces, first)
            }
            if pieces.count > 64 { break }
        }
        return (pieces, nil)
    }

    private static func rest(of response: SuccessfulResponse, after pieces: [[UInt8]]) async throws -> [UInt8] {
        pieces.flatMap { $0 } + (try await response.collect())
    }
}
