/// The body of a response, which is read in chunks and can be read only once.
///
/// Releasing a body before it has been read to the end closes its connection.
public final class ResponseBody: Sendable {
    package let channel: BodyChannel

    package init(channel: BodyChannel) {
        self.channel = channel
    }

    /// Creates a body from bytes in memory.
    public convenience init(_ bytes: [UInt8] = []) {
        let channel = BodyChannel()
        if !bytes.isEmpty { _ = channel.push(bytes) }
        channel.finish()
        self.init(channel: channel)
    }

    /// Creates a body whose chunks are written by a closure. This initializer is intended for transports and
    /// middleware.
    ///
    /// `produce` receives a writer, and runs in a task owned by the body. The task is cancelled when the body is
    /// released. If `produce` throws, the body ends with that error.
    public convenience init(_ produce: @escaping @Sendable (Writer) async throws -> Void) {
        let channel = BodyChannel()
        let producer = Task {
            do {
                try await produce(Writer(channel: channel))
                channel.finish()
            } catch {
                channel.finish(throwing: error)
            }
        }
        channel.onCancel { producer.cancel() }
        self.init(channel: channel)
    }

    deinit {
        channel.cancel()
    }

    /// Returns the next chunk, which is never empty, or `nil` at the end.
    ///
    /// - Throws: `TransportError` if the connection failed, `OpenAIError` if a deadline was exceeded, or
    ///   `CancellationError`.
    public func read() async throws -> [UInt8]? {
        try await channel.next()
    }

    /// A writer that appends chunks to a body that was created with a closure.
    public struct Writer: Sendable {
        fileprivate let channel: BodyChannel

        /// Writes a chunk and waits until there is room for more. Throws `CancellationError` if the reader is gone.
        public func write(_ bytes: [UInt8]) async throws {
            try Task.checkCancellation()
            if !bytes.isEmpty, !channel.push(bytes) { try await channel.waitForDemand() }
        }
    }
}
