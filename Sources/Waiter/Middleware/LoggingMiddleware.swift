internal import HTTPTypes
internal import Logging

/// Logs each attempt: a line at debug for its outcome, and its headers at trace with secrets masked.
struct LoggingMiddleware: ClientMiddleware {
    let now: @Sendable () -> Duration

    func intercept(
        _ request: TransportRequest,
        context: CallContext,
        next: @Sendable (TransportRequest) async throws -> TransportResponse
    ) async throws -> TransportResponse {
        guard let logger = context.logger, logger.logLevel <= .debug else { return try await next(request) }
        var metadata: Logger.Metadata = [
            "operation": "\(context.operation)", "attempt": "\(context.attempt)",
        ]
        logger.trace(
            "request",
            metadata: metadata.merging(["headers": Self.shown(request.head.headerFields, context)]) { $1 }
        )
        let start = now()
        do {
            let response = try await next(request)
            metadata["status"] = "\(response.head.status.code)"
            metadata["duration"] = "\(now() - start)"
            logger.debug("response", metadata: metadata)
            logger.trace(
                "response",
                metadata: metadata.merging(["headers": Self.shown(response.head.headerFields, context)]) { $1 }
            )
            return response
        } catch {
            metadata["error"] = "\(context.redactor.redact("\(error)"))"
            metadata["duration"] = "\(now() - start)"
            logger.debug("no response", metadata: metadata)
            throw error
        }
    }

    private static func shown(_ fields: HTTPFields, _ context: CallContext) -> Logger.MetadataValue {
        let secret: Set<String> = [
            "authorization", "proxy-authorization", "cookie", "set-cookie",
            context.authentication.fieldName?.canonicalName ?? "",
        ]
        return .array(
            fields.map { field in
                let value =
                    secret.contains(field.name.canonicalName) ? "(hidden)" : context.redactor.redact(field.value)
                return .string("\(field.name.canonicalName): \(value)")
            }
        )
    }
}
