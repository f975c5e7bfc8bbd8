/// The path of an operation, relative to the base URL. The path consists of segments, which are encoded when the
/// request is built.
///
///     let path: RequestPath = ["files", id, "content"]
public struct RequestPath: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
    /// The segments without percent-encoding.
    public let segments: [String]

    /// Creates a path from segments. The segments are percent-encoded later, so an ID cannot add a path segment.
    public init(_ segments: [String]) {
        self.segments = segments
    }

    /// Creates a path from segments.
    public init(arrayLiteral segments: String...) {
        self.segments = segments
    }

    /// Creates a path from a string such as `/files/abc/content`. Escapes are decoded, and the leading slash is
    /// optional.
    public init(parsing text: String) {
        let rest = text.hasPrefix("/") ? text.dropFirst() : Substring(text)
        segments =
            rest.isEmpty ? [] : rest.split(separator: "/", omittingEmptySubsequences: false).map(PathSegment.decoded)
    }

    /// The percent-encoded path for use in a URL or in a line of a batch file. Empty segments are preserved.
    public var description: String {
        segments.map { "/" + ((try? PathSegment.encoded($0)) ?? "") }.joined()
    }

    /// Returns the percent-encoded path with a leading slash.
    ///
    /// - Throws: `PathSegment.Invalid` if the path or a segment is empty, or if a segment is `.` or `..`.
    package func encoded() throws(PathSegment.Invalid) -> String {
        if segments.isEmpty { throw PathSegment.Invalid(message: "the path is empty") }
        var path = ""
        for segment in segments { path += "/" + (try PathSegment.encoded(segment)) }
        return path
    }
}
