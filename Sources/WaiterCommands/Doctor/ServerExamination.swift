internal import Dispatch
internal import HTTPTypes
internal import Waiter
internal import WaiterConversation
internal import WaiterModels

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The `waiter doctor` checks that contact the server, from DNS resolution to a model's answer.
struct ServerExamination: Sendable {
    private let settings: Settings
    private let address: SourcedValue
    private let url: BaseURL
    private let environment: [String: String]
    private let transport: @Sendable (OpenAI.Configuration) throws -> any Transport

    /// Creates an examination.
    ///
    /// - Throws: `CommandFailure` for an invalid address.
    init(
        settings: Settings,
        address: SourcedValue,
        context: CommandContext,
        transport: @escaping @Sendable (OpenAI.Configuration) throws -> any Transport
    ) throws {
        self.transport = transport
        self.settings = settings
        self.address = address
        url = try Settings.baseURL(address)
        environment = context.environment
    }

    /// Runs one step.
    ///
    /// - Throws: `CommandFailure`, `CancellationError`.
    func examine(_ step: String) async throws -> Finding {
        do {
            let proxy = try OpenAI.Proxy.fromEnvironment(environment, for: url)
            let (host, port) = (proxy?.host ?? url.host, proxy?.port ?? url.effectivePort)
            switch step {
            case "proxy": return Finding("proxy", .ok, proxy.map { "\($0)" } ?? "none")
            case "dns": return await dns(host, port, isProxy: proxy != nil)
            case "tcp": return await tcp(host, port, isProxy: proxy != nil)
            case "tls": return try await tls()
            case "http": return try await http()
            case "models": return try await models()
            default: return try await answer()
            }
        } catch let error as OpenAIError {
            var failure = CommandFailure(error, host: url.authority, keyRemedy: settings.keyRemedy)
            if let words = error.server?.message { failure.what += ": \(words.prefix(200))" }
            throw failure
        }
    }

    // MARK: Network

    private func dns(_ host: String, _ port: Int, isProxy: Bool) async -> Finding {
        switch await blocking({ NetworkProbe.addresses(of: host, port: port) }) {
        case .success(let addresses):
            return Finding("dns", .ok, "\(host) resolves to \(addresses.prefix(3).joined(separator: ", "))")
        case .failure(let failure):
            return Finding(
                "dns",
                .failed,
                "cannot resolve \(host): \(failure.reason)",
                remedy: isProxy
                    ? "check the proxy in HTTPS_PROXY, HTTP_PROXY or ALL_PROXY" : "check the host in \(place)"
            )
        }
    }

    private func tcp(_ host: String, _ port: Int, isProxy: Bool) async -> Finding {
        switch await blocking({ NetworkProbe.connect(to: host, port: port, timeout: .seconds(5)) }) {
        case .success(let address):
            return Finding("tcp", .ok, "\(address) port \(port) accepts connections")
        case .failure(let failure):
            let remedy =
                if isProxy {
                    "check the proxy in HTTPS_PROXY, HTTP_PROXY or ALL_PROXY"
                } else if failure.isRefused {
                    settings.profile.name == "ollama"
                        ? "start it with: ollama serve" : "is the server running? check the port in \(place)"
                } else {
                    "check the network and the firewall; if a proxy is required, set HTTPS_PROXY"
                }
            return Finding("tcp", .failed, "\(host) port \(port): \(failure.reason)", remedy: remedy)
        }
    }

    /// Runs blocking system calls outside the cooperative thread pool.
    private func blocking<T: Sendable>(_ work: @escaping @Sendable () -> T) async -> T {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: work()) }
        }
    }

    /// A description of the base URL and its source, for use in remedies.
    private var place: String { "the base URL (\(address.value), from \(address.source))" }

    // MARK: HTTP

    private func tls() async throws -> Finding {
        guard url.scheme == "https" else { return Finding("tls", .skipped, "the base URL uses http://") }
        do {
            _ = try await look("/models")
            return Finding("tls", .ok, "the certificate is trusted")
        } catch let error as OpenAIError
            where [.tls, .reset].contains(error.connectionFailure) || error.deadline == .connect
        {
            return Finding(
                "tls",
                .failed,
                "\(url.authority): \(error.message)",
                remedy: "if the server does not use TLS, use http:// in \(place); "
                    + "if it uses a private CA, set SSL_CERT_FILE"
            )
        } catch let error as OpenAIError where error.status != nil || error.deadline != nil {
            return Finding("tls", .ok, "the certificate is trusted")
        }
    }

    /// Checks that the server speaks HTTP. Any HTTP response is sufficient, because later steps check the content.
    private func http() async throws -> Finding {
        let head: (status: Int, date: String?)
        do {
            let response = try await look("/models")
            head = (response.head.status, response.head.fields[.date])
        } catch let error as OpenAIError where error.status != nil && error.code != .invalidResponse {
            head = (error.status ?? 0, nil)
        } catch let error as OpenAIError where error.deadline != nil {
            return Finding(
                "http",
                .failed,
                "\(url.authority): \(error.message)",
                remedy: "another service may be listening on this port; check the scheme and port of the base URL"
            )
        }
        if let skew = head.date.flatMap(Self.skew), skew > 300 {
            return Finding(
                "http",
                .warning,
                "the server responds (status \(head.status)), but the clocks differ by \(Int(skew)) s",
                remedy: "correct this machine's clock; certificates and keys depend on it"
            )
        }
        return Finding("http", .ok, "the server responds (status \(head.status))")
    }

    private static func skew(_ date: String) -> Double? {
        RetryHeaders.httpDate(date).map { abs($0.timeIntervalSinceNow) }
    }

    /// Requests a path without sending the key. If the address is wrong, sending the key would leak it to another
    /// server.
    private func look(_ path: String) async throws -> APIResponse<[UInt8]> {
        try await client(for: address, requiresKey: false).requestBytes(.get, path, options: options)
    }

    private var options: RequestOptions {
        RequestOptions(
            timeouts: OpenAI.Timeouts(connect: .seconds(10), idle: .seconds(20), total: .seconds(30)),
            maxRetries: 0
        )
    }

    private func client(for address: SourcedValue, requiresKey: Bool = true) throws -> OpenAI {
        let configuration = try settings.configuration(
            baseURL: address,
            environment: environment,
            requiresKey: requiresKey,
            onRetry: { _ in }
        )
        return try OpenAI(configuration: configuration, transport: transport(configuration))
    }

    // MARK: The API

    private func models() async throws -> Finding {
        do {
            let models = try await client(for: address).models.list(options: options).data.map(\.id)
            guard let model = settings.model, !models.isEmpty, !models.contains(model.value) else {
                let what = models.count == 1 ? "\(models[0]) is available" : "\(models.count) models available"
                return Finding("models", .ok, what)
            }
            let nearest = NearestName.find(model.value, in: models).map { "did you mean -m \($0)?" }
            return Finding(
                "models",
                .warning,
                "'\(model.value)' (\(model.source)) is not among the \(models.count) available models",
                remedy: nearest ?? "available: \(models.prefix(8).joined(separator: ", "))"
            )
        } catch let error as OpenAIError where error.code == .notFound || error.code == .invalidResponse {
            let why = error.code == .notFound ? "HTTP 404" : "the response is not a model list"
            if let better = await betterAddress() {
                return Finding(
                    "models",
                    .failed,
                    "no API found at \(url) (\(why))",
                    remedy: "the base URL should be \(better); change it in \(address.source)"
                )
            }
            // Some servers support completions but do not list their models.
            return Finding(
                "models",
                .warning,
                "the server lists no models (\(why))",
                remedy: "if the next step also fails, check the path of \(place); most end in /v1"
            )
        }
    }

    /// Returns the address with the usual `/v1` path, or `nil` if no model list is found there.
    private func betterAddress() async -> String? {
        guard url.query == nil else { return nil }
        let roots = [url.description, url.origin].map { $0 + "/v1" }
        for candidate in roots where candidate != url.description {
            let found = SourcedValue(value: candidate, source: address.source)
            guard let client = try? client(for: found) else { continue }
            if (try? await client.models.list(options: options)) != nil { return candidate }
        }
        return nil
    }

    private func answer() async throws -> Finding {
        guard let model = settings.model?.value else {
            return Finding("answer", .skipped, "no model selected", remedy: "choose one with -m")
        }
        let isOpenAI = url.host == BaseURL.openAI.host
        var options = options
        // OpenAI's reasoning models reject limits below 16.
        options.extraBody = isOpenAI ? ["max_completion_tokens": 16] : ["max_tokens": 1]
        let request = ChatCompletionRequest(model: model, messages: [.user("Hi")])
        do {
            let completion = try await client(for: address).chat.completions.create(request, options: options)
            return Finding("answer", .ok, "\(completion.model.isEmpty ? model : completion.model) answered")
        } catch let error as OpenAIError where error.code == .notFound && !CommandFailure.isAboutModel(error) {
            return Finding(
                "answer",
                .failed,
                "no API found at \(url) (HTTP 404)",
                remedy: "check the path of \(place); most end in /v1"
            )
        }
    }
}
