internal import Logging

/// Logs a message at debug level when a stream ends. The message contains the stream's duration, time to first token,
/// token counts and outcome. Middleware cannot log this message, because it receives only the head of a streamed
/// response.
struct StreamLogMeter: CallMeter {
    let logger: Logger

    /// Whether to request usage for streams. This is always `false`, because logging must not change requests.
    var asksForUsage: Bool { false }

    func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? {
        guard attempt.isStream, logger.logLevel <= .debug else { return nil }
        return Record(logger: logger, attempt: attempt)
    }

    private struct Record: AttemptRecord {
        let logger: Logger
        let attempt: MeteredAttempt

        func end(_ outcome: AttemptOutcome) {
            // A call that failed before its stream began is logged separately.
            guard let status = outcome.httpStatus, (200...299).contains(status) else { return }
            var metadata: Logger.Metadata = [
                "operation": "\(attempt.operation)", "attempt": "\(attempt.attempt)",
                "model": "\(outcome.metadata.model ?? attempt.model)",
                "outcome": "\(outcome.status.rawValue)", "duration": "\(outcome.total)",
            ]
            if let firstToken = outcome.firstToken { metadata["first_token"] = "\(firstToken)" }
            if let usage = outcome.metadata.usage {
                metadata["input_tokens"] = "\(usage.inputTokens)"
                metadata["output_tokens"] = "\(usage.outputTokens)"
            }
            if let id = outcome.requestID { metadata["request_id"] = "\(id)" }
            if let error = outcome.error { metadata["error"] = "\(error.code)" }
            logger.debug("stream ended", metadata: metadata)
        }
    }
}
