internal import Dispatch
internal import HTTPTypes
internal import Waiter

/// The steps between this machine and an answer.
struct ServerExamination: Sendable {
    var settings: Settings
    var baseURL: String
    var context: CommandContext

    func examine(_ step: String) async -> Finding {
        do {
            let url = try BaseURL(baseURL)
            let proxy = try Proxy.fromEnvironment(context.environment, for: url)
            switch step {
            case "proxy": return Finding("proxy", .ok, proxy.map { "\($0.host):\($0.port)" } ?? "none")
            case "dns": return await dns(proxy?.host ?? url.host, proxy?.port ?? url.effectivePort)
            case "tcp": return await tcp(proxy?.host ?? url.host, proxy?.port ?? url.effectivePort)
            case "http": return try await http(url)
            case "models": return try await models()
            default: return try await answer()
            }
        } catch let error as OpenAIError {
            let failure = CommandFailure(error, host: host, keyRemedy: settings.keyRemedy)
            return Doctor.failed(step, failure)
        } catch {
            return Doctor.failed(step, error)
        }
    }

    private var host: String { (try? BaseURL(baseURL))?.authority ?? baseURL }

    /// System calls that block must not hold up the tasks of the process.
    private func blocking<T: Sendable>(_ work: @escaping @Sendable () -> T) async -> T {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: work()) }
        }
    }

    private func dns(_ host: String, _ port: Int) async -> Finding {
        switch await blocking({ NetworkProbe.addresses(of: host, port: port) }) {
        case .success(let addresses):
            return Finding("dns", .ok, "\(host) is \(addresses.prefix(3).joined(separator: ", "))")
        case .failure(let failure):
            return Finding(
                "dns",
                .failed,
                "\(host) has no address (\(failure.reason))",
                remedy: "check the host in the base URL, and the network"
            )
        }
    }

    private func tcp(_ host: String, _ port: Int) async -> Finding {
        switch await blocking({ NetworkProbe.connect(to: host, port: port, timeout: .seconds(5)) }) {
        case .success(let address):
            return Finding("tcp", .ok, "\(address) port \(port) accepts connections")
        case .failure(let failure):
            let remedy =
                failure.isRefused
                ? "is the server running? check the port in the base URL" : "check the network, a firewall, HTTPS_PROXY"
            return Finding("tcp", .failed, "\(host) port \(port): \(failure.reason)", remedy: remedy)
        }
    }

    private var options: RequestOptions {
        RequestOptions(timeouts: Timeouts(firstByte: .seconds(20), total: .seconds(30)), maxRetries: 0)
    }

    private func client() throws -> OpenAI {
        try OpenAI(
            configuration: settings.configuration(baseURL: baseURL, environment: context.environment, onRetry: { _ in })
        )
    }

    /// Any answer at all shows that TLS and HTTP work; what it says is for the next steps.
    private func http(_ url: BaseURL) async throws -> Finding {
        let name = url.scheme == "https" ? "TLS and HTTP" : "HTTP"
        do {
            let response = try await client().requestBytes(.get, "/models", options: options)
            return Finding("http", .ok, "\(name) work, the server answers \(response.head.status)")
        } catch let error as OpenAIError where error.status != nil {
            return Finding("http", .ok, "\(name) work, the server answers \(error.status ?? 0)")
        }
    }

    private func models() async throws -> Finding {
        do {
            let models = try await client().models.list(options: options).data.map(\.id)
            guard let model = settings.model, !models.isEmpty, !models.contains(model) else {
                return Finding("models", .ok, "\(models.count) served")
            }
            let nearest = NearestName.find(model, in: models).map { "did you mean -m \($0)?" }
            return Finding(
                "models",
                .warning,
                "'\(model)' is not among the \(models.count) served",
                remedy: nearest ?? "served are \(models.prefix(8).joined(separator: ", "))"
            )
        } catch let error as OpenAIError where error.code == .notFound || error.code == .invalidResponse {
            return Finding(
                "models",
                .warning,
                "the server lists no models (\(error.status.map { "HTTP \($0)" } ?? error.message))",
                remedy: "check the path of the base URL; most end in /v1"
            )
        }
    }

    private func answer() async throws -> Finding {
        guard let model = settings.model else {
            return Finding("answer", .skipped, "no model is chosen", remedy: "choose one with -m")
        }
        let limit = host.hasSuffix("openai.com") ? "max_completion_tokens" : "max_tokens"
        var options = options
        options.extraBody = [limit: .integer(host.hasSuffix("openai.com") ? 16 : 1)]
        let request = ChatCompletionRequest(model: model, messages: [.user("Hi")])
        let completion = try await client().chat.completions.create(request, options: options)
        return Finding("answer", .ok, "\(completion.model.isEmpty ? model : completion.model) answered")
    }
}
