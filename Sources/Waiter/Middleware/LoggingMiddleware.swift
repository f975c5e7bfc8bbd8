internal import HTTPTypes
internal import Logging

/// Logs each attempt's outcome at debug level and its headers at trace level. Secrets are masked.
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
        let own = context.authentication.fieldName?.canonicalName
        return .array(
            fields.map { field in
                let name = field.name.canonicalName
                let isSecret = name == own || SecretHeader.contains(name)
                let value = isSecret ? "(hidden)" : context.redactor.redact(field.value)
                return .string("\(field.name.canonicalName): \(value)")
            }
        )
    }
}
