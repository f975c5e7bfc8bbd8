/// A request body that is read in chunks while it is being sent.
///
/// A transport calls `makeReader()` each time it sends the request. If the body is not replayable, only the first call
/// succeeds.
public struct BodyStream: Sendable {
    /// The length in bytes, which is sent as `Content-Length`, or `nil` if the length is unknown.
    public let length: Int?
    /// Whether the body can be read more than once.
    public let isReplayable: Bool
    private let segments: [BodySegment]
    private let onProgress: (@Sendable (Int) -> Void)?

    package init(_ segments: [BodySegment], onProgress: (@Sendable (Int) -> Void)? = nil) {
        self.segments = segments
        self.onProgress = onProgress
        isReplayable = segments.allSatisfy(\.isReplayable)
        length = segments.reduce(Int?.some(0)) { sum, segment in
            guard let sum, let length = segment.length else { return nil }
            return sum + length
        }
    }

    /// Returns a body with the same content that reports the number of bytes read so far.
    package func reporting(to onProgress: @escaping @Sendable (Int) -> Void) -> BodyStream {
        BodyStream(segments, onProgress: onProgress)
    }

    /// The content, or `nil` if it is not entirely in memory.
    package var bytes: [UInt8]? {
        var all: [UInt8] = []
        for segment in segments {
            guard case .bytes(let bytes) = segment else { return nil }
            all += bytes
        }
        return all
    }

    /// Creates a reader that starts at the beginning of the body.
    public func makeReader() -> Reader {
        Reader(segments: segments[...], onProgress: onProgress)
    }

    /// A reader that returns a body chunk by chunk.
    public struct Reader {
        private var segments: ArraySlice<BodySegment>
        private var current: ChunkReader?
        private var count = 0
        private let onProgress: (@Sendable (Int) -> Void)?

        fileprivate init(segments: ArraySlice<BodySegment>, onProgress: (@Sendable (Int) -> Void)?) {
            self.segments = segments
            self.onProgress = onProgress
        }

        /// Returns the next chunk, or `nil` at the end. A chunk is never empty.
        ///
        /// - Throws: `FileFailure`, which the client converts to `OpenAIError`, or any error thrown by the caller's
        ///   asynchronous sequence.
        public mutating func next(isolation: isolated (any Actor)? = #isolation) async throws -> [UInt8]? {
            while true {
                if current == nil {
                    guard let segment = segments.popFirst() else { return nil }
                    current = try segment.makeReader()
                }
                if let chunk = try await current?.next() {
                    if chunk.isEmpty { continue }
                    count += chunk.count
                    onProgress?(count)
                    return chunk
                }
                current = nil
            }
        }
    }
}
