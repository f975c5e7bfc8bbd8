/// A phrase in error messages that identifies a cause, and the servers on which the phrase was observed.
///
/// Error codes and types take precedence if a server sends them. HTTP statuses do not distinguish causes, because
/// servers report the same cause as 400, 404, 413, 422 or 500. Phrases are matched in lowercase, and the parts of a
/// phrase must occur in order.
package struct ServerWording: Sendable {
    package enum Cause: Sendable, Hashable, CaseIterable {
        /// The request exceeds the model's context window.
        case contextOverflow
        /// The server does not have the model.
        case unknownModel
        /// The model is not available through the chat completions endpoint.
        case otherKindOfModel
        /// The account is not allowed to stream responses from the model.
        case streamingRefused
        /// The token limit must be named `max_completion_tokens`.
        case completionTokensWanted
        /// The token limit must be named `max_tokens`.
        case completionTokensRefused
        /// The model does not support system messages.
        case systemRoleRefused
        /// The server does not support developer messages.
        case developerRoleRefused
        /// The model does not support images.
        case imagesRefused
        /// The model or the server does not support tools.
        case toolsRefused
        /// The provider is not available in the user's country.
        case regionRefused
    }

    package let cause: Cause
    /// The servers on which the phrase was observed.
    package let server: String
    /// The substrings that the message must contain, in order.
    package let parts: [String]

    private init(_ cause: Cause, _ server: String, _ parts: String...) {
        (self.cause, self.server, self.parts) = (cause, server, parts)
    }

    /// Returns whether a server's error has the given cause.
    package static func reports(_ cause: Cause, _ body: ServerErrorBody) -> Bool {
        if let word = [body.code, body.type].compactMap({ $0 }).first(where: { codes[$0] == cause }) {
            return !word.isEmpty
        }
        let message = body.message.lowercased()
        return table.contains { $0.cause == cause && $0.occurs(in: message) }
    }

    private func occurs(in message: String) -> Bool {
        var rest = message[...]
        for part in parts {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return true
    }

    /// The codes and types that identify a cause.
    private static let codes: [String: Cause] = [
        "context_length_exceeded": .contextOverflow,  // OpenAI, Groq
        "exceed_context_size_error": .contextOverflow,  // llama.cpp
        "model_max_prompt_tokens_exceeded": .contextOverflow,  // Copilot
        "model_not_found": .unknownModel,  // OpenAI, Groq, DashScope
        "DeploymentNotFound": .unknownModel,  // Azure
        "invalid_model": .unknownModel,  // Mistral
        "model_not_supported": .unknownModel,  // Copilot
        "unsupported_country_region_territory": .regionRefused,  // OpenAI
    ]

    package static let table: [ServerWording] = contexts + models + parameters + contents

    private static let contexts: [ServerWording] = [
        .init(.contextOverflow, "OpenAI, vLLM, DeepSeek, OpenRouter, Together", "maximum context length"),
        .init(.contextOverflow, "OpenAI", "exceeds the context window"),
        .init(.contextOverflow, "OpenAI", "context length exceeded"),
        .init(.contextOverflow, "llama.cpp", "exceeds the available context size"),
        .init(.contextOverflow, "llama.cpp", "exceed context size"),
        .init(.contextOverflow, "Ollama", "exceeds the context length"),
        .init(.contextOverflow, "Ollama", "exceeds the model's context"),
        .init(.contextOverflow, "Ollama", "input length exceeds"),
        .init(.contextOverflow, "vLLM", "longer than the maximum model length"),
        .init(.contextOverflow, "LiteLLM", "context window exceeded"),
        .init(.contextOverflow, "LiteLLM", "exceeds context window"),
        .init(.contextOverflow, "MiniMax", "context window exceeds limit"),
        .init(.contextOverflow, "Anthropic", "prompt is too long"),
        .init(.contextOverflow, "Bedrock", "input is too long for requested model"),
        .init(.contextOverflow, "xAI", "maximum prompt length is", "request contains"),
        .init(.contextOverflow, "Gemini", "token count", "exceeds the maximum number of tokens"),
        .init(.contextOverflow, "LM Studio", "greater than the context length"),
        .init(.contextOverflow, "Kimi", "exceeded model token limit"),
        .init(.contextOverflow, "Mistral", "too large for model with", "maximum context length"),
        .init(.contextOverflow, "Groq", "reduce the length of the messages"),
        .init(.contextOverflow, "Copilot", "prompt token count of", "exceeds the limit of"),
        .init(.contextOverflow, "Together", "inputs tokens +", "must be <="),
        .init(.contextOverflow, "text-generation-inference", "`inputs` tokens + `max_new_tokens` must be <="),
        .init(.contextOverflow, "Poolside", "exceeds", "maximum allowed input length"),
        .init(.contextOverflow, "DashScope", "range of input length should be"),
    ]

    private static let models: [ServerWording] = [
        .init(.otherKindOfModel, "OpenAI", "not a chat model"),
        .init(.otherKindOfModel, "OpenAI", "only supported in v1/responses"),
        .init(.otherKindOfModel, "OpenAI", "not supported in the v1/chat/completions endpoint"),
        .init(.otherKindOfModel, "Copilot", "is not accessible via the /chat/completions endpoint"),
        .init(.otherKindOfModel, "Ollama", "does not support chat"),
        .init(.unknownModel, "OpenAI, vLLM, Groq, xAI", "the model", "does not exist"),
        .init(.unknownModel, "DeepSeek", "model not exist"),
        .init(.unknownModel, "SiliconFlow", "model does not exist"),
        .init(.unknownModel, "LiteLLM", "invalid model name passed in"),
        .init(.unknownModel, "Azure", "the api deployment for this resource does not exist"),
        .init(.unknownModel, "OpenRouter", "is not a valid model id"),
        .init(.unknownModel, "OpenRouter", "no endpoints found for"),
        .init(.unknownModel, "Mistral", "invalid model:"),
        .init(.unknownModel, "Ollama", "model", "not found"),
        .init(.unknownModel, "Together", "unable to access model"),
        .init(.unknownModel, "Kimi", "not found the model"),
        .init(.unknownModel, "Copilot", "the requested model is not supported"),
        .init(.unknownModel, "Gemini", "models/", "is not found for api version"),
        .init(.unknownModel, "GLM", "模型不存在"),
    ]

    private static let parameters: [ServerWording] = [
        .init(.streamingRefused, "OpenAI", "must be verified to stream"),
        .init(.streamingRefused, "OpenAI", "'stream' does not support true"),
        .init(.completionTokensWanted, "OpenAI", "max_tokens", "use 'max_completion_tokens' instead"),
        .init(.completionTokensWanted, "Azure", "max_tokens", "not supported", "max_completion_tokens"),
        .init(.completionTokensWanted, "gateways", "use max_completion_tokens"),
        .init(.completionTokensRefused, "Mistral", "max_completion_tokens", "extra inputs are not permitted"),
        .init(.completionTokensRefused, "old vLLM", "extra", "max_completion_tokens"),
        .init(.completionTokensRefused, "Groq", "max_completion_tokens", "unsupported"),
        .init(.completionTokensRefused, "gateways", "unrecognized", "max_completion_tokens"),
        .init(.completionTokensRefused, "gateways", "unknown", "max_completion_tokens"),
        .init(.systemRoleRefused, "OpenAI", "does not support 'system'"),
        .init(.systemRoleRefused, "SGLang, vLLM, llama.cpp, by Gemma's template", "system role not supported"),
        .init(.systemRoleRefused, "Anthropic", "role 'system' is not supported"),
        .init(.systemRoleRefused, "Gemini", "developer instruction is not enabled"),
        .init(.developerRoleRefused, "OpenAI", "does not support 'developer'"),
        .init(.developerRoleRefused, "DeepSeek", "unknown variant `developer`"),
        .init(.developerRoleRefused, "DashScope", "'developer' is not one of"),
        .init(.developerRoleRefused, "vLLM", "unexpected message role"),
    ]

    private static let contents: [ServerWording] = [
        .init(.imagesRefused, "llama.cpp", "image input is not supported"),
        .init(.imagesRefused, "llama.cpp", "unsupported content part type: \"image_url\""),
        .init(.imagesRefused, "llama.cpp", "unsupported content[].type"),
        .init(.imagesRefused, "OpenRouter", "no endpoints found that support image input"),
        .init(.imagesRefused, "vLLM", "is not a multimodal model"),
        .init(.imagesRefused, "OpenAI", "image_url is only supported by certain models"),
        .init(.imagesRefused, "Ollama", "does not support images"),
        .init(.imagesRefused, "DeepSeek", "unknown variant `image_url`"),
        .init(.toolsRefused, "Ollama", "does not support tools"),
        .init(.toolsRefused, "OpenRouter", "no endpoints found that support tool use"),
        .init(.toolsRefused, "llama.cpp", "tools param requires --jinja"),
        .init(.toolsRefused, "vLLM", "tool choice requires --enable-auto-tool-choice"),
        .init(.toolsRefused, "Groq", "tool calling", "not supported with this model"),
        .init(.regionRefused, "OpenAI", "country, region, or territory not supported"),
        .init(.regionRefused, "Gemini", "user location is not supported"),
    ]
}
