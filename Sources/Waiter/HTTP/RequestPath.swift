/// The path of an operation below the base URL, as segments that are encoded when the request is built.
///
///     let path: RequestPath = ["files", id, "content"]
public struct RequestPath: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
    /// The segments, not percent-encoded.
    public let segments: [String]

    /// Creates a path of segments, which are percent-encoded later: an ID cannot leave its segment.
    public init(_ segments: [String]) {
        self.segments = segments
    }

    /// Creates a path of segments.
    public init(arrayLiteral segments: String...) {
        self.segments = segments
    }

    /// Creates a path from text such as `/files/abc/content`; escapes are decoded, and the leading slash is optional.
    public init(parsing text: String) {
        let rest = text.hasPrefix("/") ? text.dropFirst() : Substring(text)
        segments =
            rest.isEmpty ? [] : rest.split(separator: "/", omittingEmptySubsequences: false).map(PathSegment.decoded)
    }

    /// The percent-encoded path as it stands in a URL or in a line of a batch file; empty segments stay empty.
    public var description: String {
        segments.map { "/" + ((try? PathSegment.encoded($0)) ?? "") }.joined()
    }

    /// The percent-encoded path, beginning with a slash.
    ///
    /// - Throws: `PathSegment.Invalid` for an empty path or segment, and for `.` and `..`.
    package func encoded() throws(PathSegment.Invalid) -> String {
        if segments.isEmpty { throw PathSegment.Invalid(message: "the path is empty") }
        var path = ""
        for segment in segments { path += "/" + (try PathSegment.encoded(segment)) }
        return path
    }
}
