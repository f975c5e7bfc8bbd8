/// Makes the elements of a stream out of the data of its events, and knows when the answer is whole.
///
/// A class, so that `EventStream` is generic over its elements only.
package class EventDecoder<Element: Sendable> {
    package enum Result {
        case element(Element)
        /// An event that carries nothing for the caller: a ping, or an object of another kind.
        case nothing
        /// The terminal marker.
        case done
    }

    package init() {}

    /// Reads one event; throws `OpenAIError` when the server reports an error or sends what it should not.
    package func decode(_ data: UnsafeBufferPointer<UInt8>, type: String, id: String) throws -> Result { .nothing }

    /// Reads the events that are here, at most a batch; true when the terminal marker was among them.
    ///
    /// They are put into the empty array `elements` with the first one last, also when an error follows them. To read
    /// many at once spares each a walk through code that is generic over its elements.
    package func decodeBatch(_ parser: inout EventStreamParser, into elements: inout [Element]) throws -> Bool {
        defer { elements.reverse() }
        while elements.count < Self.batchSize, let event = try parser.next() {
            let result = try parser.withData(of: event) { data in
                try decode(data, type: event.type, id: parser.lastEventID)
            }
            switch result {
            case .element(let element): elements.append(element)
            case .nothing: continue
            case .done: return true
            }
        }
        return false
    }

    /// Few enough that the first of them is not kept waiting and many streams at once stay small.
    package static var batchSize: Int { 32 }

    /// Reads a whole JSON body that came where a stream was asked for.
    package func decodeWhole(_ body: [UInt8], of response: SuccessfulResponse) throws -> Element? { nil }

    /// Whether the answer was whole when the stream ended without its terminal marker.
    package var isComplete: Bool { false }

    /// Whether the end of the body ends the answer, too; false where the protocol has a marker of its own.
    package var endsWithBody: Bool { false }

    /// What has arrived of the answer, for errors.
    package var partial: ChatCompletion? { nil }

    /// What has arrived of the answer, for a meter.
    package var facts: AnswerFacts { AnswerFacts() }

    /// Whether anything of the answer itself has come.
    package var hasContent: Bool { true }
}

/// Hands over events as they are.
package final class RawEventDecoder: EventDecoder<ServerSentEvent> {
    /// The last event that speaks of usage.
    private var withUsage: String?

    package override func decode(
        _ data: UnsafeBufferPointer<UInt8>,
        type: String,
        id: String
    ) throws -> Result {
        let event = ServerSentEvent(
            event: type.isEmpty ? "message" : type,
            data: String(decoding: data, as: UTF8.self),
            id: id
        )
        if event.data.utf8.count < 1 << 20, event.data.contains("\"usage\"") { withUsage = event.data }
        return event.data == "[DONE]" ? .done : .element(event)
    }

    package override func decodeWhole(_ body: [UInt8], of response: SuccessfulResponse) throws -> ServerSentEvent? {
        let event = ServerSentEvent(data: String(decoding: body, as: UTF8.self))
        withUsage = event.data
        return event
    }

    package override var facts: AnswerFacts {
        withUsage.map { AnswerFacts(json: Array($0.utf8)) } ?? AnswerFacts()
    }

    /// Only the typed streams know their protocol's end.
    package override var endsWithBody: Bool { true }
}
