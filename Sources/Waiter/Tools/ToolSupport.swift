internal import HTTPTypes
internal import Logging
internal import Synchronization

/// A client's cache of its server's tool support, by model.
final class ToolSupport: Sendable {
    private let modes = Mutex<[String: ToolMode]>([:])

    func remember(_ mode: ToolMode, for model: String) {
        modes.withLock { $0[model] = mode }
    }

    /// Returns the mode for a model; the first time, it is requested from a server that may be llama.cpp.
    func mode(for model: String, _ client: OpenAI) async -> ToolMode {
        if let known = modes.withLock({ $0[model] }) { return known }
        // Providers' servers use HTTPS and are not llama.cpp.
        guard client.configuration.baseURL.scheme == "http" else { return .native }
        let mode: ToolMode
        do {
            mode = try await Self.isReportedAsSupported(model, client) == false ? .schema : .native
        } catch {
            // The request is repeated later if the server cannot be reached; any response is cached.
            if (error as? OpenAIError)?.status != nil { remember(.native, for: model) }
            return .native
        }
        remember(mode, for: model)
        if mode == .schema {
            client.configuration.logger?.debug("using tools by schema: the template of \(model) does not support tools")
        }
        return mode
    }

    /// Returns the support reported by llama.cpp's properties; `nil` for other servers.
    private static func isReportedAsSupported(_ model: String, _ client: OpenAI) async throws -> Bool? {
        var operation = APIOperation<JSONValue>.json(.get, "/props", query: ["model": model])
        operation.isBesideAPI = true
        let options = RequestOptions(timeout: .seconds(2), maxRetries: 0)
        let properties = try await client.send(operation, options: options).value
        return properties["chat_template_caps"]?["supports_tools"]?.boolValue
    }
}
