/// A type-erased decoder and accumulator. With type erasure, streams are generic only over their elements.
///
/// The closures are created where the types of the decoder and the accumulator are known. The compiler can therefore
/// specialize the loop over a batch of events. Without specialization, the overhead per chunk would be as large as the
/// cost of decoding.
package struct EventSource<Element: Sendable> {
    /// Decodes a batch of events into an empty array, in reverse order, and returns whether the terminal marker was
    /// found.
    ///
    /// If decoding an event fails, the array contains the elements of the preceding events.
    package let decodeBatch: (inout EventStreamParser, inout [Element]) throws -> Bool
    /// Decodes the events left at the end of the body into an empty array, in the same way as `decodeBatch`.
    package let decodeLast: (inout EventStreamParser, inout [Element]) throws -> Bool
    /// Decodes a complete body that was sent instead of a stream.
    package let decodeWhole: ([UInt8], SuccessfulResponse) throws -> Element
    /// A closure that returns the status of the elements so far.
    package let status: () -> StreamStatus
    /// A closure that returns the error for a stream that ended normally but contains no valid answer, or `nil` if the
    /// answer is valid.
    package let failure: () -> OpenAIError?
    /// A closure that returns the partial result, which is passed to errors and meters.
    package let partial: () -> PartialResult
    /// A closure that returns the metadata of the response so far.
    package let metadata: () -> ResponseMetadata
    /// Whether the end of the body is the normal end of the stream.
    package let endsWithBody: Bool

    /// The maximum number of events in a batch. The number is small so that the first element of a batch is delivered
    /// without delay and many concurrent streams use little memory.
    static var batchSize: Int { 32 }
}

/// The status of a stream's elements so far.
package struct StreamStatus {
    package let isComplete: Bool
    package let hasContent: Bool
}

extension EventSource {
    /// Creates a source from a decoder and an accumulator whose types are statically known.
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
