/// A decoder and an accumulator of one family behind closures, so that streams are generic over their elements only.
///
/// The closures are made where both types are known, so that the compiler specializes the loop over a batch of events: a
/// walk through generic code for each chunk would cost as much as its decoding.
package struct EventSource<Element: Sendable> {
    /// Decodes the events that are here, at most a batch, into the empty array, the first one last; returns whether the
    /// terminal marker was among them. The elements before an event that fails are in the array when it throws.
    package let decodeBatch: (inout EventStreamParser, inout [Element]) throws -> Bool
    /// Decodes the events that the end of the body cut off, into the empty array, the first one last.
    package let decodeLast: (inout EventStreamParser, inout [Element]) throws -> Bool
    /// Decodes a complete body that a server sent instead of a stream.
    package let decodeWhole: ([UInt8], SuccessfulResponse) throws -> Element
    /// What the elements so far add up to.
    package let status: () -> StreamStatus
    /// Why the elements are no answer, although the stream ended in order; nil when they are one.
    package let failure: () -> OpenAIError?
    /// What has arrived, for errors and meters.
    package let partial: () -> PartialResult
    /// The facts about the response so far.
    package let metadata: () -> ResponseMetadata
    /// Whether the end of the body is the end of the stream.
    package let endsWithBody: Bool

    /// Few enough that the first of a batch is not kept waiting and many streams at once stay small.
    static var batchSize: Int { 32 }
}

/// What the elements of a stream add up to so far.
package struct StreamStatus {
    package let isComplete: Bool
    package let hasContent: Bool
}

extension EventSource {
    /// Creates a source from a decoder and an accumulator, whose concrete types the caller knows.
    @inline(__always)
    package static func make<Decoder: StreamEventDecoder, Accumulator: StreamAccumulator>(
        _ decoder: Decoder,
        _ accumulator: Accumulator.Type,
        redactor: Redactor,
        textLimit: TextLimit? = nil
    ) -> EventSource where Decoder.Element == Element, Accumulator.Element == Element {
        let state = EventSourceState<Decoder, Accumulator>(decoder, redactor, textLimit)
        return EventSource(
            decodeBatch: { parser, elements in try state.decodeBatch(&parser, into: &elements) },
            decodeLast: { parser, elements in try state.decodeLast(&parser, into: &elements) },
            decodeWhole: { body, response in try state.decodeWhole(body, of: response) },
            status: {
                StreamStatus(isComplete: state.accumulator.isComplete, hasContent: state.accumulator.hasContent)
            },
            failure: { state.failure },
            partial: {
                PartialResult(state.accumulator.snapshot, usage: state.accumulator.metadata.usage)
            },
            metadata: { state.accumulator.metadata },
            endsWithBody: Decoder.endsWithBody
        )
    }
}
