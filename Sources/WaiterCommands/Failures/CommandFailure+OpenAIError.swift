package import Waiter
package import WaiterLocal
internal import WaiterPlatform
internal import WaiterStore

extension CommandFailure {
    /// Converts an error from the client to a failure for the user.
    ///
    /// - Parameters:
    ///   - error: The error from the client.
    ///   - host: The server that was called, such as `api.openai.com`.
    ///   - keyRemedy: The suggestion for a rejected key.
    ///   - timeoutRemedy: The suggestion for a timeout.
    package init(_ error: OpenAIError, host: String, keyRemedy: String, timeoutRemedy: String = "raise --timeout") {
        if let refusal = error.underlying as? BudgetRefusal {
            self.init(refusal)
            return
        }
        let words = Self.words(for: error, host: host, keyRemedy: keyRemedy, timeoutRemedy: timeoutRemedy)
        self.init(Self.status(for: error), words.what, kind: "\(error.code)")
        nextStep = words.nextStep
        place = Self.place(error, host: host)
        httpStatus = error.status
        requestID = error.requestID
        retryAfter = error.retryAfter
        details = error.server?.message ?? (error.status == nil ? nil : error.body)
    }

    private static func place(_ error: OpenAIError, host: String) -> String? {
        switch error.code {
        case .configuration, .invalidRequest, .invalidSchema: return nil
        default: break
        }
        var parts = host.isEmpty ? [] : [host]
        if let status = error.status, !(200...299).contains(status) { parts.append("HTTP \(status)") }
        if error.code == .connection { parts.append(error.message) }
        if error.attempts > 1 { parts.append("\(error.attempts) attempts") }
        if error.isRetryQuotaExhausted { parts.append("not retried: retry quota exhausted") }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    package static func status(for error: OpenAIError) -> ExitStatus {
        let hasText = error.completion?.text.isEmpty == false
        return switch error.code {
        // Scripts must be able to detect that the answer on standard output is partial.
        case .timeout where hasText, .connection where hasText, .server where hasText: .incomplete
        case .invalidResponse where hasText, .responseTooLarge where hasText: .incomplete
        case .configuration, .invalidRequest, .invalidSchema: .usage
        case .refusal, .contentFilter: .refused
        case .lengthLimit, .toolLoop: .incomplete
        case .schemaViolation: .nothingExtracted
        case .authentication, .permissionDenied: .notAuthorized
        case .rateLimited, .quotaExceeded: .rateLimited
        case .contextLengthExceeded: .contextTooLong
        case .timeout, .connection, .server: .network
        case .streamTruncated: .incomplete
        case .streamError where isAboutContent(error): .refused
        case .streamError: hasText ? .incomplete : .failure
        case .budgetExceeded: .overBudget
        case .notFound: isAboutModel(error) && !error.lacksResponsesAPI ? .modelNotFound : .failure
        case .badRequest where namesModel(error), .unprocessable where namesModel(error): .modelNotFound
        case .badRequest where isAboutContent(error): .refused
        default: .failure
        }
    }

    /// Returns whether an error code from Azure or OpenAI indicates that the prompt was filtered. The last code in the
    /// list is used for images.
    private static func isAboutContent(_ error: OpenAIError) -> Bool {
        ["content_filter", "content_policy_violation", "moderation_blocked"].contains(error.serverCode ?? "")
    }

    /// Returns whether the server reports that the model is unknown or is supported only by another endpoint.
    private static func namesModel(_ error: OpenAIError) -> Bool {
        error.reports(.unknownModel) || error.reports(.otherKindOfModel)
    }

    /// Returns whether a 404 response refers to the model rather than the path.
    package static func isAboutModel(_ error: OpenAIError) -> Bool {
        if namesModel(error) || error.param == "model" { return true }
        return error.server?.message.lowercased().contains("model") ?? false
    }

    private static func words(
        for error: OpenAIError,
        host: String,
        keyRemedy: String,
        timeoutRemedy: String
    ) -> (what: String, nextStep: String?) {
        switch error.code {
        case _ where error.lacksResponsesAPI:
            ("the server has no Responses API", "use --api chat, or set \"api\": \"chat\" in the config file")
        case .authentication: ("the API key was rejected", keyRemedy)
        case .permissionDenied where error.isWebPage:
            (
                "the request was blocked by a firewall, a proxy or a VPN, which returned a web page; the key is not the cause",
                "try another network, or turn the VPN off"
            )
        case .permissionDenied where error.reports(.regionRefused):
            ("the provider does not serve this country or region", "check the VPN, or use another provider")
        case .permissionDenied: ("the API key lacks permission for this request", "use a key or project that has it")
        case .notFound where isAboutModel(error): ("model not found", "choose an available model with -m")
        case .notFound: ("no such path on the server", "check the base URL; most end in /v1")
        case .rateLimited: (rateLimitWords(error), waiting(error) ?? "try again later")
        case .quotaExceeded:
            ("the account's quota is exhausted", "check its plan and billing; retrying later does not help")
        case .contextLengthExceeded: contextWords(error)
        case .timeout where error.deadline == .connect: (error.message, "check the base URL and the network")
        case .timeout where error.deadline == .idle || error.deadline == .firstContent: (error.message, "try again")
        case .timeout: (error.deadline == nil ? "the server timed out" : error.message, timeoutRemedy)
        case .connection: connectionWords(error, host: host)
        case .server: ("server error", waiting(error) ?? "try again later")
        case .streamTruncated where error.completion?.text.isEmpty == false:
            ("the answer was cut off", "the partial answer was printed; try again")
        case .streamTruncated: ("the connection closed before the answer began", "try again")
        case .streamError where error.server == nil: (error.message, "try again")
        case .streamError: ("the server aborted the answer", "try again")
        case .invalidResponse, .responseTooLarge: (error.message, nil)
        case .configuration, .invalidRequest, .invalidSchema, .fileAccess, .clientShutdown: (error.message, nil)
        case .lengthLimit: (error.message, "raise the limit with --max-tokens")
        case .toolLoop, .refusal, .contentFilter, .schemaViolation: (error.message, nil)
        case .unsupportedContent: ("the model does not support images", "omit them, or choose another model with -m")
        case .badRequest where namesModel(error), .unprocessable where namesModel(error):
            ("model not found", "choose an available model with -m")
        case .badRequest where error.reports(.streamingRefused):
            (
                "this account cannot stream answers from this model",
                "use --no-stream, or verify the organization with the provider"
            )
        case .badRequest where isAboutContent(error): ("the prompt was rejected by a content filter", nil)
        default: ("the server rejected the request", nil)
        }
    }

    private static func waiting(_ error: OpenAIError) -> String? {
        error.retryAfter.map { "try again in \($0.shortText)" }
    }

    private static func rateLimitWords(_ error: OpenAIError) -> String {
        let allowances = [("requests", error.rateLimits?.requests), ("tokens", error.rateLimits?.tokens)]
        let exhausted = allowances.first { $0.1?.remaining == 0 }
        guard let (unit, allowance) = exhausted else { return "rate limit reached" }
        let amount = allowance?.limit.map { "\($0) " } ?? ""
        return "rate limit of \(amount)\(unit) reached"
    }

    private static func contextWords(_ error: OpenAIError) -> (String, String?) {
        var what = "the prompt exceeds the model's context window"
        if let prompt = error.server?.promptTokens, let limit = error.server?.contextSize {
            what = "the prompt of \(prompt) tokens exceeds the model's context window of \(limit)"
        }
        return (what, "shorten it, or choose a model with a larger context window")
    }

    /// Returns the remedy for a TLS failure, based on its cause.
    private static func tlsRemedy(_ cause: String) -> String {
        if cause.contains("expired") {
            return "the server's owner must renew the certificate; also check this machine's clock"
        }
        if cause.contains("another host") { return "check the host in the base URL" }
        if cause.contains("does not speak TLS") { return "use http:// in the base URL, or another port" }
        if cause.contains("reset") || cause.contains("closed") { return "try again; check the base URL and its port" }
        if cause.contains("ca-certificates") {
            return "as root, run: apt-get install ca-certificates (Debian, Ubuntu), or set SSL_CERT_FILE"
        }
        return "check the base URL; for a private CA, set SSL_CERT_FILE"
    }

    private static func connectionWords(_ error: OpenAIError, host: String) -> (String, String?) {
        switch error.connectionFailure {
        case ConnectionFailure.refused?:
            ("connection failed", "is the server running? check the base URL and its port")
        case ConnectionFailure.dns?: ("unknown host", "check the base URL and the network")
        case ConnectionFailure.tls?:
            ("TLS connection failed", tlsRemedy(error.message))
        case ConnectionFailure.proxy?:
            ("proxy connection failed", "check HTTPS_PROXY, HTTP_PROXY or ALL_PROXY")
        case ConnectionFailure.reset?: ("connection lost", "try again")
        case ConnectionFailure.unreachable?: ("connection failed", "check the network")
        // The program that is listening at the address is not a web server.
        case ConnectionFailure.other?: ("connection failed", "check the scheme and port of the base URL")
        default: ("connection failed", "check the network")
        }
    }
}

extension CommandFailure {
    /// Converts an error from the local model to a failure for the user.
    package init(_ error: LocalModelError) {
        let status: ExitStatus =
            switch error.code {
            case .portInUse, .modelFileInvalid, .invalidOption, .otherServerRunning: .usage
            case .networkUnavailable: .network
            default: .failure
            }
        self.init(status, error.failure, nextStep: error.nextStep, kind: "\(error.code)")
        details = error.details.isEmpty ? nil : error.details
    }
}
