extension OpenAI {
    /// The deadlines of a call and its parts.
    ///
    /// A member that is nil leaves the value alone: in the options of a call, the client's; in a client, the default. A call
    /// can therefore change one deadline and keep the others:
    ///
    ///     let options = RequestOptions(timeouts: OpenAI.Timeouts(idle: .seconds(30)))
    public struct Timeouts: Hashable, Sendable {
        /// The time for a connection to be established, TLS included; 10 s by default.
        ///
        /// Waiting for a free connection of the pool does not count.
        public var connect: Duration?
        /// The time from the last byte of the request to the first content of the answer; unlimited by default.
        ///
        /// Neither the head of the response nor pings, comments and chunks without content end it. Models may think for
        /// minutes, and a call that is given up is charged all the same.
        public var firstContent: Duration?
        /// The longest complete silence on the wire; by default 10 min before the first content and 5 min after it.
        ///
        /// Every byte counts as life: comments, pings, and a part of an unfinished event. While a body is sent, it is the
        /// longest time in which the server takes nothing of it.
        public var idle: Duration?
        /// The time for the whole call: all attempts, the pauses between them, and a stream to its end; by default 10 min for
        /// a whole answer and 60 min for a stream.
        public var total: Duration?

        /// Creates a set of deadlines; each must be above zero.
        public init(
            connect: Duration? = nil,
            firstContent: Duration? = nil,
            idle: Duration? = nil,
            total: Duration? = nil
        ) {
            self.connect = connect
            self.firstContent = firstContent
            self.idle = idle
            self.total = total
        }

        package func validate() throws {
            let members = [("connect", connect), ("firstContent", firstContent), ("idle", idle), ("total", total)]
            for (name, value) in members {
                if let value, value <= .zero {
                    throw OpenAIError(.configuration, "the \(name) timeout must be above zero")
                }
            }
        }

        /// Returns these deadlines with those of a client where a member is nil.
        package func merged(with client: Timeouts) -> Timeouts {
            Timeouts(
                connect: connect ?? client.connect,
                firstContent: firstContent ?? client.firstContent,
                idle: idle ?? client.idle,
                total: total ?? client.total
            )
        }
    }
}
