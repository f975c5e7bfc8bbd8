extension OpenAI {
    /// What a client refuses to read on, so that no server can fill its memory.
    public struct Limits: Hashable, Sendable {
        /// The most bytes of a whole response body, after decompression.
        public var responseBytes: Int
        /// The most bytes of one event of a stream.
        public var eventBytes: Int

        /// Makes the limits; 256 MiB a response and 16 MiB an event unless told otherwise.
        public init(responseBytes: Int = 256 << 20, eventBytes: Int = 16 << 20) {
            self.responseBytes = responseBytes
            self.eventBytes = eventBytes
        }

        package func validate() throws {
            if responseBytes < 1 || eventBytes < 1 {
                throw OpenAIError(.configuration, "the limits must be at least one byte")
            }
        }
    }
}
