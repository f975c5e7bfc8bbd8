internal import HTTPTypes
package import Waiter
internal import WaiterLocal

extension Settings {
    /// Runs the key's command if the key has one. Afterward, the command is not run again, and the key can be masked in
    /// output.
    ///
    /// - Throws: `CommandFailure` with exit code 8 if the command does not print a usable key.
    package mutating func resolveKey() async throws {
        guard let asked = key, asked.immediateValue == nil else { return }
        key = APIKey(try await asked.resolve())
    }

    /// Uses the key of the running local server, which accepts no other key.
    mutating func use(localKey: LocalServerKey) {
        key = APIKey(localKey.value)
        (keySource, keyNotice, keyFailure) = ("the local server", nil, nil)
        (profile.authentication, profile.azure) = (nil, nil)
    }

    /// Returns the client configuration for this profile.
    ///
    /// - Parameters:
    ///   - address: The base URL, with its source.
    ///   - environment: The environment variables, which can configure proxies and certificates.
    ///   - requiresKey: Whether to check and send the key. Pass `false` to probe a server without authentication.
    ///   - onRetry: A closure called before each retry.
    /// - Returns: The configuration.
    /// - Throws: `CommandFailure` if the key is missing or the address is invalid.
    package func configuration(
        baseURL address: SourcedValue,
        environment: [String: String],
        requiresKey: Bool = true,
        onRetry: @escaping @Sendable (RetryNotice) -> Void
    ) throws -> OpenAI.Configuration {
        do {
            let baseURL = try Self.baseURL(address)
            if requiresKey { try checkKey(for: baseURL) }
            var configuration = try OpenAI.Configuration(
                apiKey: requiresKey && profile.scheme != .anonymous ? key : nil,
                baseURL: baseURL,
                authentication: requiresKey ? profile.scheme : .anonymous,
                headers: Dictionary(headers.map { ($0.name.rawName, $0.value) }) { $1 },
                timeouts: timeouts,
                retry: RetryPolicy(maxRetries: retries ?? 2, onRetry: onRetry),
                // A low limit is sufficient, because a single user sends one request at a time.
                maxConnections: 8,
                tls: .fromEnvironment(environment),
                proxy: OpenAI.Proxy.fromEnvironment(environment, for: baseURL),
                allowsKeyOverPlainHTTP: profile.allowsPlainHTTP
            )
            if profile.name == "openai" {
                configuration.organization = environment["OPENAI_ORG_ID"].flatMap { $0.isEmpty ? nil : $0 }
                configuration.project = environment["OPENAI_PROJECT_ID"].flatMap { $0.isEmpty ? nil : $0 }
            }
            return configuration
        } catch let error as OpenAIError {
            throw CommandFailure(.usage, error.message, kind: "\(error.code)")
        }
    }

    package static func baseURL(_ address: SourcedValue) throws -> BaseURL {
        do {
            return try BaseURL(address.value)
        } catch let error as OpenAIError {
            // The message states the problem, and then the expected format.
            let parts = error.message.split(separator: "; ", maxSplits: 1).map(String.init)
            throw CommandFailure(
                .usage,
                parts[0],
                place: address.source,
                nextStep: parts.count > 1 ? parts[1] : nil,
                kind: "\(error.code)"
            )
        }
    }

    /// Checks that the key can be sent to the server, or that the server does not require a key.
    ///
    /// - Throws: `CommandFailure` if a required key is missing, if the key is invalid, or if the key would be sent
    ///   unencrypted.
    package func checkKey(for baseURL: BaseURL) throws {
        if profile.scheme == .anonymous { return }
        guard let key else {
            if baseURL.isLoopback { return }
            if let keyFailure { throw keyFailure }
            throw CommandFailure(
                .notAuthorized,
                "no API key for \(baseURL.host)",
                nextStep: "\(keyRemedy), or use the local model with -P local",
                kind: "authentication"
            )
        }
        if let defect = key.immediateValue.flatMap(APIKey.defect) {
            throw CommandFailure(
                .notAuthorized,
                "invalid API key: \(defect)",
                place: keySource,
                nextStep: "pass only the key",
                kind: "configuration"
            )
        }
        if baseURL.scheme == "http", !baseURL.isLoopback, !profile.allowsPlainHTTP {
            throw CommandFailure.usage(
                "the key would be sent to \(baseURL.host) unencrypted",
                nextStep: "use https, or set \"allow_plain_http\": true for the profile in the config file"
            )
        }
    }

    /// The timeouts. `--timeout` sets only the total timeout.
    package var timeouts: OpenAI.Timeouts { OpenAI.Timeouts(total: timeout.map { .seconds($0) }) }
}
