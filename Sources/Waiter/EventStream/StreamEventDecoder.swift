/// Decodes the events of a stream into elements, one at a time.
///
/// Terminal markers, the mapping of error events, batches and limits belong to the general reader.
package protocol StreamEventDecoder<Element> {
    associatedtype Element: Sendable

    /// Whether elements carry the IDs of their events, which costs a copy of each.
    static var usesEventIDs: Bool { get }

    /// Whether the end of the body is the end of the stream; false where the protocol has a marker of its own.
    static var endsWithBody: Bool { get }

    /// Whether events whose data is white space hold nothing.
    static var ignoresBlankData: Bool { get }

    /// The bytes of text that an element adds to the answer, for the limit that the request's tokens set; 0 when unknown.
    static func textLength(of element: Element) -> Int

    /// Decodes the data of one event.
    ///
    /// - Throws: `JSONError` and `DecodingError`, which the reader turns into `OpenAIError`.
    mutating func decode(
        _ data: UnsafeBufferPointer<UInt8>,
        type: String,
        id: String
    ) throws -> DecodedEvent<Element>

    /// Decodes a complete body that a server sent instead of a stream.
    ///
    /// - Throws: `OpenAIError` when the body is not such a value.
    mutating func decodeWhole(_ body: [UInt8], of response: SuccessfulResponse) throws -> Element

    /// Returns what the decoder held back until the end of the stream; nil for nothing.
    mutating func finish() -> Element?
}

extension StreamEventDecoder {
    package static var usesEventIDs: Bool { false }
    package static var endsWithBody: Bool { false }
    package static var ignoresBlankData: Bool { true }
    package static func textLength(of element: Element) -> Int { 0 }
    package mutating func finish() -> Element? { nil }
}
