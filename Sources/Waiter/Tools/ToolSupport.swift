internal import HTTPTypes
internal import Logging
internal import Synchronization

/// A cache that records, for each model, whether the client's server supports tools.
final class ToolSupport: Sendable {
    private let modes = Mutex<[String: ToolMode]>([:])

    func remember(_ mode: ToolMode, for model: String) {
        modes.withLock { $0[model] = mode }
    }

    /// Returns the mode for a model. If the server could be llama.cpp, the first call queries the server for its tool
    /// support.
    func mode(for model: String, _ client: OpenAI) async -> ToolMode {
        if let known = modes.withLock({ $0[model] }) { return known }
        // Servers that use HTTPS usually belong to providers, which do not run llama.cpp.
        guard client.configuration.baseURL.scheme == "http" else { return .native }
        let mode: ToolMode
        do {
            mode = try await Self.isReportedAsSupported(model, client) == false ? .schema : .native
        } catch {
            // If the server cannot be reached, the next call queries the server again. Any error response is cached.
            if (error as? OpenAIError)?.status != nil { remember(.native, for: model) }
            return .native
        }
        remember(mode, for: model)
        if mode == .schema {
            client.configuration.logger?.debug("using schema-based tools: the template of \(model) lacks tool support")
        }
        return mode
    }

    /// Returns whether llama.cpp reports tool support in its properties, or `nil` if the server is not llama.cpp.
    private static func isReportedAsSupported(_ model: String, _ client: OpenAI) async throws -> Bool? {
        var operation = APIOperation<JSONValue>.json(.get, "/props", query: ["model": model])
        operation.isBesideAPI = true
        let options = RequestOptions(timeout: .seconds(2), maxRetries: 0)
        let properties = try await client.send(operation, options: options).value
        return properties["chat_template_caps"]?["supports_tools"]?.boolValue
    }
}
