#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

extension OpenAIError {
    /// Creates an error from a response whose status is not 2xx.
    package static func response(_ head: ResponseHead, body: [UInt8], redactor: Redactor, now: Date) -> OpenAIError {
        let server = ErrorBody.server(body, redactor)
        let code = Code.of(status: head.status, server: server)
        var error = OpenAIError(code, server?.message ?? Self.phrase(head, body))
        error.status = head.status
        error.requestID = head.requestID.map(redactor.redact)
        error.server = server
        error.body = body.isEmpty ? nil : ErrorBody.excerpt(body, redactor)
        error.rateLimits = head.rateLimits
        error.retryAfter = RetryHeaders.retryAfter(head.fields, now: now)
        if error.retryAfter == nil, head.status == 429 || head.status == 503 {
            error.retryAfter = RetryHeaders.retryAfter(inMessage: error.server?.message ?? error.body ?? "")
        }
        return error
    }

    /// Creates an error from the `error` member of a 200 response or of a stream event.
    package static func reported(by value: JSONValue, redactor: Redactor) -> OpenAIError {
        let parsed =
            ServerErrorBody.parse(["error": value]) ?? ServerErrorBody(message: value.jsonText(upTo: 1 << 16) ?? "")
        let server = ErrorBody.cleaned(parsed, redactor)
        let status = server.code.flatMap { Int($0) }.flatMap { (400...599).contains($0) ? $0 : nil }
        var error = OpenAIError(.of(status: status ?? 500, server: server), server.message)
        error.server = server
        return error
    }

    private static func phrase(_ head: ResponseHead, _ body: [UInt8]) -> String {
        let first = body.first { $0 > 0x20 }
        if first == UInt8(ascii: "<") { return "the server returned a web page with status \(head.status)" }
        return first == nil
            ? "the server returned status \(head.status) without a body" : "the server returned status \(head.status)"
    }
}

extension OpenAIError.Code {
    /// Returns the code for an error response. Some causes are reported with various statuses, so the server's error is
    /// also examined.
    package static func of(status: Int, server: ServerErrorBody?) -> OpenAIError.Code {
        if let server {
            // A message about a rate limit can also state that there are too many tokens.
            if status >= 400, status != 429 || server.code == "context_length_exceeded",
                ServerWording.reports(.contextOverflow, server)
            {
                return .contextLengthExceeded
            }
            if status >= 400, ServerWording.reports(.imagesRefused, server) { return .unsupportedContent }
            // The Responses API does not use a separate status for an exceeded rate limit.
            if status >= 500, server.code == "rate_limit_exceeded" { return .rateLimited }
            if server.code == "insufficient_quota" || server.type == "insufficient_quota" { return .quotaExceeded }
        }
        return switch status {
        case 401: .authentication
        case 402: .quotaExceeded
        case 403: .permissionDenied
        case 404: .notFound
        case 408: .timeout
        case 409: .conflict
        case 413: .payloadTooLarge
        case 422: .unprocessable
        case 429: .rateLimited
        case 500...: .server
        case 400...499: .badRequest
        default: .invalidResponse
        }
    }
}

extension OpenAIError {
    /// Returns whether the server's error has the given cause.
    package func reports(_ cause: ServerWording.Cause) -> Bool {
        server.map { ServerWording.reports(cause, $0) } ?? false
    }

    /// Whether the response is a web page. APIs never send web pages, so such a response comes from a firewall, a proxy
    /// or a different server.
    package var isWebPage: Bool {
        server == nil && body?.first { !$0.isWhitespace } == "<"
    }
}
