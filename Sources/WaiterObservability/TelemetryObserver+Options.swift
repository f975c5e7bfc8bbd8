public import Waiter

extension TelemetryObserver {
    /// The options of an observer; the defaults report neither content nor a trace context.
    public struct Options: Sendable {
        /// Whether to report spans.
        public var recordsSpans = true
        /// Whether to report metrics.
        public var recordsMetrics = true
        /// Whether spans contain prompts, answers, tool definitions, and the arguments and results of tools.
        public var capturesContent = false
        /// Whether the trace context is sent to the server in header fields such as `traceparent`.
        public var propagatesTraceContext = false
        /// Whether to use the names of the conventions up to version 1.41 where they differ.
        public var usesOlderNames = false
        /// The name of the provider; `nil` to derive it from the host.
        public var provider: String?
        /// A closure that returns the cost of a call in US dollars, if the server did not report it; `nil` if it is unknown.
        public var cost: (@Sendable (ObservedCall, CallOutcome) -> Double?)?

        /// Creates the default options.
        public init() {}
    }
}
