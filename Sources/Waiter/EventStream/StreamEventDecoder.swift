/// Decodes the events of a stream into elements.
///
/// The stream reader handles terminal markers, error events, batching and limits.
package protocol StreamEventDecoder<Element> {
    associatedtype Element: Sendable

    /// Whether elements contain the IDs of their events. If they do, each ID must be copied.
    static var usesEventIDs: Bool { get }

    /// Whether the end of the body is the normal end of the stream. This is `false` if the protocol has a terminal
    /// marker.
    static var endsWithBody: Bool { get }

    /// Whether to ignore events whose data consists only of whitespace.
    static var ignoresBlankData: Bool { get }

    /// Returns the number of bytes of text that an element adds to the answer, or 0 if the number is unknown. These
    /// bytes count toward the `TextLimit`.
    static func textLength(of element: Element) -> Int

    /// Decodes the data of one event.
    ///
    /// - Throws: `JSONError` or `DecodingError`, which the reader converts to `OpenAIError`.
    mutating func decode(
        _ data: UnsafeBufferPointer<UInt8>,
        type: String,
        id: String
    ) throws -> DecodedEvent<Element>

    /// Decodes a complete body that was sent instead of a stream.
    ///
    /// - Throws: `OpenAIError` if the body is not a valid value.
    mutating func decodeWhole(_ body: [UInt8], of response: SuccessfulResponse) throws -> Element

    /// Returns the content that was withheld until the end of the stream, or `nil` if no content was withheld.
    mutating func finish() -> Element?
}

extension StreamEventDecoder {
    package static var usesEventIDs: Bool { false }
    package static var endsWithBody: Bool { false }
    package static var ignoresBlankData: Bool { true }
    package static func textLength(of element: Element) -> Int { 0 }
    package mutating func finish() -> Element? { nil }
}
