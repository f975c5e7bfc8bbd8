public import Waiter

extension TelemetryObserver {
    /// The options for an observer. By default, content is not reported and no trace context is sent.
    public struct Options: Sendable {
        /// Whether to report spans.
        public var recordsSpans = true
        /// Whether to report metrics.
        public var recordsMetrics = true
        /// Whether spans contain prompts, answers, tool definitions, and the arguments and results of tools.
        public var capturesContent = false
        /// Whether the trace context is sent to the server in header fields such as `traceparent`.
        public var propagatesTraceContext = false
        /// Whether to use the names that the conventions defined up to version 1.41, if these names differ from the
        /// current names.
        public var usesOlderNames = false
        /// The name of the provider, or `nil` to derive it from the host.
        public var provider: String?
        /// A closure that returns the cost of a call in US dollars, or `nil` if the cost is unknown. The closure is
        /// called only if the server did not report the cost.
        public var cost: (@Sendable (ObservedCall, CallOutcome) -> Double?)?

        /// Creates the default options.
        public init() {}
    }
}
