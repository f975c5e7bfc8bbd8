/// Combines the elements of a stream into a value.
///
/// Each endpoint has an accumulator. The stream reader uses the accumulator to detect truncation, to attach partial
/// results to errors, and to provide metadata to meters. Appending takes time proportional to the length of the new
/// content.
public protocol StreamAccumulator<Element>: Sendable {
    /// The type of the stream's elements.
    associatedtype Element: Sendable
    /// The type of the accumulated value.
    associatedtype Snapshot: Sendable

    /// Creates an empty accumulator.
    init()

    /// Appends an element.
    mutating func append(_ element: Element)

    /// Appends the usage, finish reason and identifiers of an element, but not its content.
    ///
    /// After about 1 MB of content, the reader calls this method instead of `append` so that memory use is bounded for
    /// streams of any length.
    mutating func appendWithoutContent(_ element: Element)

    /// The size of the content in memory, in bytes. If this is `nil`, the reader estimates the size from the length of
    /// the events.
    ///
    /// An accumulator for events that repeat content returns the actual size so that repeated content is counted only
    /// once.
    var contentBytes: Int? { get }

    /// The value so far.
    ///
    /// If you retain a snapshot, its text is copied when the next element is appended. Read this property once at the
    /// end, and not after every element.
    var snapshot: Snapshot { get }

    /// Whether the value is complete. If it is, the stream does not count as truncated, even if it ends without its
    /// terminal marker.
    var isComplete: Bool { get }

    /// Whether any content has been received. Roles, pings and finish reasons are not content.
    var hasContent: Bool { get }

    /// The metadata of the response so far.
    var metadata: ResponseMetadata { get }
}

extension StreamAccumulator {
    /// Returns `nil`, in which case the reader estimates the size.
    public var contentBytes: Int? { nil }
}
