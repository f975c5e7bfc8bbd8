/// Combines the elements of a stream into a value.
///
/// The stream reader uses the accumulator of an endpoint to detect truncation, attach partial results to errors, and
/// provide metadata to meters. Appending takes time proportional to the length of the new content.
public protocol StreamAccumulator<Element>: Sendable {
    /// The element of the stream.
    associatedtype Element: Sendable
    /// The accumulated value.
    associatedtype Snapshot: Sendable

    /// Creates an empty accumulator.
    init()

    /// Appends an element.
    mutating func append(_ element: Element)

    /// Appends only the usage, finish reason and identifiers of an element, not its content.
    ///
    /// The reader calls this instead of `append` after about 1 MB of content, so that streams of any length use
    /// constant memory.
    mutating func appendWithoutContent(_ element: Element)

    /// The size of the content in memory, in bytes, or `nil` if the reader estimates it from the length of the events.
    ///
    /// Accumulators whose events repeat content report this size, so that repeated content is counted only once.
    var contentBytes: Int? { get }

    /// The value so far.
    ///
    /// If a snapshot is retained, appending the next element copies the snapshot's text. Read this property once at the
    /// end, not after every element.
    var snapshot: Snapshot { get }

    /// Whether the value is complete. If so, a stream that ends without its terminal marker is not considered truncated.
    var isComplete: Bool { get }

    /// Whether any content has been received. Roles, pings and finish reasons are not content.
    var hasContent: Bool { get }

    /// The metadata of the response so far.
    var metadata: ResponseMetadata { get }
}

extension StreamAccumulator {
    /// Returns `nil`, so that the reader estimates the size.
    public var contentBytes: Int? { nil }
}
