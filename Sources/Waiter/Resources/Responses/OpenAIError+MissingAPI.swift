extension OpenAIError {
    /// Returns the error. If the server has no Responses API, the error's message suggests using chat completions.
    ///
    /// A missing model or response also results in status 404, but with a message that contains the name of the missing
    /// object. A server that does not have the path responds with a web page, or with the generic message of its web
    /// framework.
    func explainingMissingResponsesAPI() -> OpenAIError {
        guard let status, [404, 405, 501].contains(status), isMissingPath else { return self }
        var error = self
        error.message =
            "\(Self.missingResponsesAPI) (HTTP \(status) for /responses); use chat completions instead: "
            + "client.chat.completions, or --api chat on the command line"
        return error
    }

    /// Returns the error. If the server does not have the given endpoint under `/responses`, the error's message
    /// contains the path of the endpoint.
    ///
    /// Several servers support only the creation of responses.
    func explainingMissingEndpoint(_ path: String) -> OpenAIError {
        guard let status, [404, 405, 501].contains(status), isMissingPath else { return self }
        var error = self
        error.message = "the server does not have the endpoint \(path) (HTTP \(status))"
        return error
    }

    private static let missingResponsesAPI = "the server has no Responses API"

    /// Whether the error's message says that the server has no Responses API.
    package var lacksResponsesAPI: Bool { message.hasPrefix(Self.missingResponsesAPI) }

    private var isMissingPath: Bool {
        if status == 405 || isWebPage { return true }
        guard let server else { return true }
        let code = server.code ?? ""
        if code == "model_not_found" || code.hasSuffix("_not_found") && code != "not_found" && code != "path_not_found"
        {
            return false
        }
        let message = server.message.lowercased()
        let general = [
            "not found", "file not found", "404 page not found", "the requested resource was not found",
            "resource not found", "not implemented", "not supported", "url not found", "path not found",
        ]
        let text = message.trimmingSuffix { $0 == "." || $0 == "!" }
        if general.contains(String(text)) { return true }
        let parts = [
            "invalid url", "unknown request url", "unrecognized request url", "cannot post", "no route",
            "unexpected endpoint", "/responses",
        ]
        return parts.contains { message.contains($0) }
    }
}

extension String {
    fileprivate func trimmingSuffix(while isDropped: (Character) -> Bool) -> Substring {
        var rest = self[...]
        while let last = rest.last, isDropped(last) { rest.removeLast() }
        return rest
    }
}
