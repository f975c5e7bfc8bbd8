extension OpenAI {
    /// Upper bounds on response sizes, so that a server cannot exhaust memory.
    ///
    /// The decoded values of a response are allowed to use up to twice as much memory as the response itself. Together,
    /// the response and its values therefore use at most three times the response's size. Values that use up to 32 MiB
    /// are always allowed. A response whose values exceed both of these limits is rejected with `.responseTooLarge`.
    public struct Limits: Hashable, Sendable {
        /// The maximum size of a response body in bytes, after decompression.
        public var responseBytes: Int
        /// The maximum size of a stream event in bytes.
        public var eventBytes: Int
        /// The maximum total size of a stream's events in bytes.
        ///
        /// If the request limits the number of tokens, the answer's text is also limited to the longest text that this
        /// number of tokens can represent.
        public var streamBytes: Int

        /// Creates limits. The defaults are 256 MiB per response or stream and 16 MiB per event.
        public init(responseBytes: Int = 256 << 20, eventBytes: Int = 16 << 20, streamBytes: Int = 256 << 20) {
            self.responseBytes = responseBytes
            self.eventBytes = eventBytes
            self.streamBytes = streamBytes
        }

        package func validate() throws {
            if responseBytes < 1 || eventBytes < 1 || streamBytes < 1 {
                throw OpenAIError(.configuration, "each limit must be at least one byte")
            }
        }
    }
}
