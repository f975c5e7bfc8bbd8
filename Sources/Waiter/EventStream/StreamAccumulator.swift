/// Joins the elements of a stream to the value that they are pieces of.
///
/// Each streamed endpoint has one: it tells the general reader whether a stream that ends was complete, gives errors
/// what had arrived, and gives meters the facts. Appending costs the length of what is new.
public protocol StreamAccumulator<Element>: Sendable {
    /// The element of the stream.
    associatedtype Element: Sendable
    /// The value that the elements add up to.
    associatedtype Snapshot: Sendable

    /// Creates an accumulator that has seen no element.
    init()

    /// Adds an element.
    mutating func append(_ element: Element)

    /// Adds what an element says beside its content: usage, stop reason, identity.
    ///
    /// The reader calls it instead of `append` once it has seen about a megabyte of content, so that a stream of any
    /// length runs in constant memory.
    mutating func appendWithoutContent(_ element: Element)

    /// The value so far.
    ///
    /// As long as a snapshot is kept, the next element copies its text: take it at the end, not at each element.
    var snapshot: Snapshot { get }

    /// Whether the value is whole, so that a stream that ends without its terminal marker has lost nothing.
    var isComplete: Bool { get }

    /// Whether any content has arrived, which roles, pings and stop reasons are not.
    var hasContent: Bool { get }

    /// The facts about the response so far.
    var metadata: ResponseMetadata { get }
}
