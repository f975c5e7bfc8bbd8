internal import Logging

/// Logs a line at debug at the end of each stream, whose middleware sees no more than its head: duration, time to the first
/// token, tokens, and how it ended.
struct StreamLogMeter: CallMeter {
    let logger: Logger

    /// A log changes no request.
    var asksForUsage: Bool { false }

    func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? {
        guard attempt.isStream, logger.logLevel <= .debug else { return nil }
        return Record(logger: logger, attempt: attempt)
    }

    private struct Record: AttemptRecord {
        let logger: Logger
        let attempt: MeteredAttempt

        func end(_ outcome: AttemptOutcome) {
            // What failed before its stream began has a line of its own.
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
