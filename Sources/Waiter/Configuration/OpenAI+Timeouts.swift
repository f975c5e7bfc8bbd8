extension OpenAI {
    /// The timeouts of a call.
    ///
    /// In the options for a call, `nil` inherits the client's value. In a client's configuration, `nil` selects the
    /// default. A call can therefore change a single timeout:
    ///
    ///     let options = RequestOptions(timeouts: OpenAI.Timeouts(idle: .seconds(30)))
    public struct Timeouts: Hashable, Sendable {
        /// The time allowed for establishing a connection, including TLS. The default is 10 s.
        ///
        /// The time spent waiting for a free connection in the pool does not count toward this timeout.
        public var connect: Duration?
        /// The time allowed between the last byte of the request and the first content of the answer. By default, there
        /// is no limit.
        ///
        /// Response headers, pings, comments and chunks without content do not count as content. There is no default
        /// limit, because a model can reason for minutes, and an abandoned call is still billed.
        public var firstContent: Duration?
        /// The maximum time during which no data is transferred. The default is 10 min before the first content and 5
        /// min after it.
        ///
        /// Any received data resets this timeout, including comments, pings and parts of an incomplete event. While a
        /// request body is being sent, this timeout limits the time during which the server accepts no data.
        public var idle: Duration?
        /// The time allowed for the whole call. The default is 10 min for a complete answer and 60 min for a stream.
        ///
        /// This timeout covers all attempts, the delays between them, and the entire stream.
        public var total: Duration?

        /// Creates timeouts. Each timeout must be greater than zero.
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
                    throw OpenAIError(.configuration, "the \(name) timeout must be greater than zero")
                }
            }
        }

        /// Returns a copy of these timeouts in which a client's values replace `nil` properties.
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
