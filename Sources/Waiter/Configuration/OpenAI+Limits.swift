extension OpenAI {
    /// Upper bounds on response sizes, so that a server cannot exhaust memory.
    ///
    /// The decoded response takes at most three times its size in memory, or 32 MiB; a document with more values
    /// than fit into that is refused with `.responseTooLarge`.
    public struct Limits: Hashable, Sendable {
        /// The maximum size of a response body in bytes, after decompression.
        public var responseBytes: Int
        /// The maximum size of a stream event in bytes.
        public var eventBytes: Int
        /// The most bytes of all events of a stream.
        ///
        /// If the request limits its tokens, the text of the answer is limited to the most that these can be.
        public var streamBytes: Int

        /// Creates limits; by default 256 MiB a response or stream and 16 MiB an event.
        public init(responseBytes: Int = 256 << 20, eventBytes: Int = 16 << 20, streamBytes: Int = 256 << 20) {
            self.responseBytes = responseBytes
            self.eventBytes = eventBytes
            self.streamBytes = streamBytes
        }

        package func validate() throws {
            if responseBytes < 1 || eventBytes < 1 || streamBytes < 1 {
                throw OpenAIError(.configuration, "the limits must be at least one byte")
            }
        }
    }
}
