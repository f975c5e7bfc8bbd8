internal import HTTPTypes
public import Waiter

/// A token counter that uses a server's tokenizer. The server must expose its tokenizer, as llama.cpp's
/// `llama-server` does.
///
/// `POST /apply-template` renders messages as a prompt, and `POST /tokenize` tokenizes text (see
/// `tools/server/README.md` in llama.cpp). Both paths are outside `/v1`. No text is generated.
public struct ServerTokenCounter: Sendable {
    private let client: OpenAI
    private let model: String

    private struct Template: Decodable {
        let prompt: String
    }

    private struct Tokens: Decodable {
        let tokens: [JSONValue]
    }

    /// Creates a counter for the server in a client configuration.
    ///
    /// - Parameters:
    ///   - configuration: The configuration of a client for the server. A path in its base URL, such as `/v1`, is
    ///     ignored.
    ///   - model: The model whose tokenizer is used.
    /// - Throws: `OpenAIError` for the same reasons as `OpenAI(configuration:)`.
    public init(configuration: OpenAI.Configuration, model: String) throws {
        var configuration = configuration
        configuration.baseURL = try BaseURL(configuration.baseURL.origin)
        try self.init(OpenAI(configuration: configuration), model: model)
    }

    /// Creates a counter that uses an existing client.
    ///
    /// - Parameters:
    ///   - client: A client whose base URL is the server's root URL.
    ///   - model: The model whose tokenizer is used.
    /// - Throws: This initializer currently throws no errors.
    public init(_ client: OpenAI, model: String) throws {
        self.client = client
        self.model = model
    }

    /// Counts the tokens in the given text, excluding added special tokens. Returns `nil` if the server cannot count
    /// tokens.
    ///
    /// - Throws: `OpenAIError` if the server cannot be reached, or `CancellationError` if the task is cancelled.
    public func count(_ text: String, options: RequestOptions = RequestOptions()) async throws -> TokenCount? {
        try await tokens(text, isPrompt: false, options)
    }

    /// Counts the tokens in a request's prompt. Returns `nil` if the server cannot count tokens or if the request
    /// has non-text content.
    ///
    /// - Throws: `OpenAIError` if the server cannot be reached, or `CancellationError` if the task is cancelled.
    public func count(
        _ request: ChatCompletionRequest,
        options: RequestOptions = RequestOptions()
    ) async throws -> TokenCount? {
        guard request.messages.allSatisfy(\.isOnlyText) else { return nil }
        let template = try await answer(to: "/apply-template", request, options, as: Template.self)
        guard let template else { return nil }
        return try await tokens(template.prompt, isPrompt: true, options)
    }

    /// Tokenizes text. If the text is a prompt, leading special tokens are added, and special tokens in the text are
    /// parsed. The server does the same when it processes a prompt.
    private func tokens(_ text: String, isPrompt: Bool, _ options: RequestOptions) async throws -> TokenCount? {
        let body: JSONValue = [
            "content": .string(text), "add_special": .bool(isPrompt), "parse_special": .bool(isPrompt),
        ]
        return try await answer(to: "/tokenize", body, options, as: Tokens.self).map {
            TokenCount(text: $0.tokens.count)
        }
    }

    /// Sends a request. Returns `nil` if the server does not support the path or rejects the request.
    private func answer<Answer: Decodable & Sendable>(
        to path: String,
        _ body: any Encodable & Sendable,
        _ options: RequestOptions,
        as type: Answer.Type
    ) async throws -> Answer? {
        do {
            return try await client.request(.post, path, body: body, as: type, options: options).value
        } catch let error as OpenAIError where error.status != nil {
            return nil
        }
    }
}

extension ChatMessage {
    /// Whether the content consists only of text.
    fileprivate var isOnlyText: Bool {
        guard case .parts(let parts)? = content else { return true }
        return parts.allSatisfy { if case .text = $0 { true } else { false } }
    }
}
