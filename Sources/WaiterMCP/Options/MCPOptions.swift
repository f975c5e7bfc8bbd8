/// Timeouts and limits for a Model Context Protocol client.
public struct MCPOptions: Sendable, Hashable {
    /// Maximum durations of requests.
    public struct Timeouts: Sendable, Hashable {
        /// The maximum time for starting a server and negotiating the protocol version. A program that must be
        /// downloaded first, for example by `npx` or `uvx`, takes longer to start.
        public var connect: Duration
        /// The time after which `initialize` is sent to a program that has not answered `server/discover`.
        public var discovery: Duration
        /// The maximum time for listing all tools.
        public var list: Duration
        /// The maximum time that a call can run without a progress notification.
        public var call: Duration
        /// The maximum time that a call can run, regardless of progress notifications.
        public var total: Duration
        /// The grace period for a program to exit after its standard input is closed, and again after SIGTERM.
        public var shutdown: Duration

        /// Creates timeouts.
        public init(
            connect: Duration = .seconds(60),
            discovery: Duration = .seconds(5),
            list: Duration = .seconds(30),
            call: Duration = .seconds(60),
            total: Duration = .seconds(600),
            shutdown: Duration = .seconds(2)
        ) {
            self.connect = connect
            self.discovery = discovery
            self.list = list
            self.call = call
            self.total = total
            self.shutdown = shutdown
        }
    }

    /// Upper bounds on the data that a server may send.
    public struct Limits: Sendable, Hashable {
        /// The maximum size of a message in bytes.
        public var messageBytes: Int
        /// The maximum size in bytes of the HTTP response to a request, including notifications.
        public var streamBytes: Int
        /// The maximum number of tools.
        public var tools: Int
        /// The maximum total size of a tool's name, description and schema, in bytes.
        public var toolBytes: Int
        /// The maximum size of the result that a model receives from a tool, in bytes. Longer results are truncated.
        public var resultBytes: Int
        /// The maximum number of times to restart a program that has exited.
        public var restarts: Int

        /// Creates limits.
        public init(
            messageBytes: Int = 8 << 20,
            streamBytes: Int = 64 << 20,
            tools: Int = 128,
            toolBytes: Int = 64 << 10,
            resultBytes: Int = 128 << 10,
            restarts: Int = 3
        ) {
            self.messageBytes = messageBytes
            self.streamBytes = streamBytes
            self.tools = tools
            self.toolBytes = toolBytes
            self.resultBytes = resultBytes
            self.restarts = restarts
        }
    }

    /// Maximum durations of requests.
    public var timeouts: Timeouts
    /// Upper bounds on the data that a server may send.
    public var limits: Limits
    /// The maximum age of the list of tools. If the list is older than this, the client requests a new one before it
    /// calls a tool, to check whether the tool has changed.
    ///
    /// The list is also requested again after the server announces a change. If the value is `.zero`, the list is
    /// requested before every call.
    public var maxListAge: Duration
    /// Whether `server/discover` is sent first. If `false`, the session-based protocol is used.
    package var discovers = true

    /// Creates options.
    public init(timeouts: Timeouts = Timeouts(), limits: Limits = Limits(), maxListAge: Duration = .seconds(60)) {
        self.timeouts = timeouts
        self.limits = limits
        self.maxListAge = maxListAge
    }
}
