extension OpenAI {
    /// How long the parts of a call may take.
    public struct Timeouts: Hashable, Sendable {
        /// Until a connection stands, TLS included; waiting for a free connection of the pool does not count.
        public var connect: Duration
        /// From the connection until the response's head.
        public var firstByte: Duration
        /// Between two pieces of content of a response; comments and pings of a stream are no content.
        public var idle: Duration
        /// For the whole call: all attempts, the pauses between them, and the stream to its end.
        public var total: Duration

        /// Makes the set; each must be above zero.
        public init(
            connect: Duration = .seconds(10),
            firstByte: Duration = .seconds(120),
            idle: Duration = .seconds(60),
            total: Duration = .seconds(600)
        ) {
            self.connect = connect
            self.firstByte = firstByte
            self.idle = idle
            self.total = total
        }

        package func validate() throws {
            for (name, value) in [("connect", connect), ("firstByte", firstByte), ("idle", idle), ("total", total)]
            where value <= .zero {
                throw OpenAIError(.configuration, "the \(name) timeout must be above zero")
            }
        }
    }
}
