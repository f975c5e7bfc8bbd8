/// The body of a response: pieces of bytes that are pulled one after another, once.
///
/// Dropping a body that was not read to its end closes its connection.
public final class ResponseBody: Sendable {
    package let channel: BodyChannel

    package init(channel: BodyChannel) {
        self.channel = channel
    }

    /// Makes a body of bytes that are at hand.
    public convenience init(_ bytes: [UInt8] = []) {
        let channel = BodyChannel()
        if !bytes.isEmpty { _ = channel.push(bytes) }
        channel.finish()
        self.init(channel: channel)
    }

    /// Makes a body that a transport or middleware feeds piece by piece through the writer given to `produce`.
    ///
    /// `produce` runs in a task that this body owns: dropping the body cancels it. What it throws ends the body with
    /// that error.
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

    /// The next piece, never empty; nil at the end.
    ///
    /// - Throws: What broke the body: `TransportError`, a passed deadline as `OpenAIError`, or `CancellationError`.
    public func read() async throws -> [UInt8]? {
        try await channel.next()
    }

    /// Feeds a body made with a closure.
    public struct Writer: Sendable {
        fileprivate let channel: BodyChannel

        /// Hands over one piece and waits until there is room for more; throws `CancellationError` once nobody reads.
        public func write(_ bytes: [UInt8]) async throws {
            try Task.checkCancellation()
            if !bytes.isEmpty, !channel.push(bytes) { try await channel.waitForDemand() }
        }
    }
}
