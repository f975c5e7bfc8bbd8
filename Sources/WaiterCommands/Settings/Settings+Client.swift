package import Waiter

extension Settings {
    /// Runs the command that the key is, if it is one, so that it is run once and its key is known to be masked.
    ///
    /// - Throws: `CommandFailure` with exit code 8 when the command gives no usable key.
    package mutating func resolveKey(environment: [String: String]) async throws {
        guard let entry = key else { return }
        key = .value(try await entry.resolve(name: profile.keyName ?? profile.name, environment: environment))
    }

    /// The configuration of the client that this profile stands for.
    ///
    /// - Throws: `CommandFailure` when the key is missing or the address unusable.
    package func configuration(
        baseURL text: String,
        environment: [String: String],
        onRetry: @escaping @Sendable (RetryNotice) -> Void
    ) throws -> OpenAI.Configuration {
        do {
            let baseURL = try BaseURL(text)
            if key == nil, !baseURL.isLoopback { throw missingKey(host: baseURL.host) }
            if key != nil, baseURL.scheme == "http", !baseURL.isLoopback, !profile.allowsPlainHTTP {
                throw CommandFailure.usage(
                    "the key would go to \(baseURL.host) unencrypted",
                    nextStep: "use https, or a profile with \"allow_plain_http\": true in the config file"
                )
            }
            var configuration = try OpenAI.Configuration(
                apiKey: apiKey(environment),
                baseURL: baseURL,
                timeouts: timeouts,
                retry: RetryPolicy(limit: retries ?? 2, onRetry: onRetry),
                // One person asks one question.
                maximumConnections: 8,
                tls: .fromEnvironment(environment),
                proxy: Proxy.fromEnvironment(environment, for: baseURL),
                allowsKeyOverPlainHTTP: profile.allowsPlainHTTP
            )
            if profile.name == "openai" {
                configuration.organization = environment["OPENAI_ORG_ID"].flatMap { $0.isEmpty ? nil : $0 }
                configuration.project = environment["OPENAI_PROJECT_ID"].flatMap { $0.isEmpty ? nil : $0 }
            }
            return configuration
        } catch let error as OpenAIError {
            let isKey = error.message.contains("API key is unusable")
            throw CommandFailure(isKey ? .notAuthorized : .usage, error.message, kind: "\(error.code)")
        }
    }

    private func apiKey(_ environment: [String: String]) -> APIKey? {
        switch key {
        case .value(let key)?: APIKey(key)
        case .command?:
            .provider { [self] in
                var settings = self
                try await settings.resolveKey(environment: environment)
                guard case .value(let key)? = settings.key else { return "" }
                return key
            }
        case nil: nil
        }
    }

    private func missingKey(host: String) -> CommandFailure {
        CommandFailure(
            .notAuthorized,
            "no API key for \(host)",
            nextStep: "\(keyRemedy), or ask the model on this machine with -P local",
            kind: "authentication"
        )
    }

    /// `--timeout` bounds the whole call, and with it each of its parts.
    private var timeouts: Timeouts {
        guard let timeout else { return Timeouts() }
        let total = Duration.seconds(timeout)
        let defaults = Timeouts()
        // Whoever allows ten minutes for a call means its parts as well.
        return Timeouts(
            connect: min(defaults.connect, total),
            firstByte: total,
            idle: max(defaults.idle, total),
            total: total
        )
    }
}
