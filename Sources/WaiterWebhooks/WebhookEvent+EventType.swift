public import Waiter

extension WebhookEvent {
    /// The type of an event.
    public struct EventType: ExtensibleEnum {
        /// A batch was cancelled.
        public static let batchCancelled = EventType(rawValue: "batch.cancelled")
        /// All requests in a batch were processed.
        public static let batchCompleted = EventType(rawValue: "batch.completed")
        /// A batch expired before it was completed.
        public static let batchExpired = EventType(rawValue: "batch.expired")
        /// A batch failed.
        public static let batchFailed = EventType(rawValue: "batch.failed")
        /// An evaluation run was cancelled.
        public static let evalRunCanceled = EventType(rawValue: "eval.run.canceled")
        /// An evaluation run failed.
        public static let evalRunFailed = EventType(rawValue: "eval.run.failed")
        /// An evaluation run succeeded.
        public static let evalRunSucceeded = EventType(rawValue: "eval.run.succeeded")
        /// A fine-tuning job was cancelled.
        public static let fineTuningJobCancelled = EventType(rawValue: "fine_tuning.job.cancelled")
        /// A fine-tuning job failed.
        public static let fineTuningJobFailed = EventType(rawValue: "fine_tuning.job.failed")
        /// A fine-tuning job succeeded.
        public static let fineTuningJobSucceeded = EventType(rawValue: "fine_tuning.job.succeeded")
        /// A call arrived for a live session.
        public static let liveCallIncoming = EventType(rawValue: "live.call.incoming")
        /// A call arrived for the Realtime API.
        public static let realtimeCallIncoming = EventType(rawValue: "realtime.call.incoming")
        /// A background response was cancelled.
        public static let responseCancelled = EventType(rawValue: "response.cancelled")
        /// A background response is complete.
        public static let responseCompleted = EventType(rawValue: "response.completed")
        /// A background response failed.
        public static let responseFailed = EventType(rawValue: "response.failed")
        /// A background response was truncated.
        public static let responseIncomplete = EventType(rawValue: "response.incomplete")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a type from the string sent on the wire. Unknown strings are also allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }
}
