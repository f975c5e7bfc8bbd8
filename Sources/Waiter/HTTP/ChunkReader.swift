/// A pull-based reader of chunks, used by a single task.
package final class ChunkReader {
    private let read: () async throws -> [UInt8]?

    package init(_ read: @escaping () async throws -> [UInt8]?) {
        self.read = read
    }

    /// Returns the next chunk, or `nil` at the end.
    package func next(isolation: isolated (any Actor)? = #isolation) async throws -> [UInt8]? {
        try await read()
    }
}
