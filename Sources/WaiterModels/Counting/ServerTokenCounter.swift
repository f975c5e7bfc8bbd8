internal import HTTPTypes
public import Waiter

/// Lets a server count that knows its model's own tokens: llama.cpp's `llama-server`.
///
/// Its `POST /apply-template` makes the prompt that the messages become, and `POST /tokenize` the tokens of a text
/// (`tools/server/README.md` of llama.cpp). Both lie beside `/v1`, not below it. Nothing is generated.
public struct ServerTokenCounter: Sendable {
    private let client: OpenAI
    private let model: String

    private struct Template: Decodable {
        let prompt: String
    }

    private struct Tokens: Decodable {
        let tokens: [JSONValue]
    }

    /// - Parameter configuration: That of a client of the server; a path such as `/v1` is left out.
    /// - Throws: `OpenAIError` as `OpenAI(configuration:)` does.
    public init(configuration: OpenAI.Configuration, model: String) throws {
        var configuration = configuration
        configuration.baseURL = try BaseURL(configuration.baseURL.origin)
        try self.init(OpenAI(configuration: configuration), model: model)
    }

    /// - Parameter client: A client whose base URL is the server's root.
    public init(_ client: OpenAI, model: String) throws {
        self.client = client
        self.model = model
    }

    /// Counts a text as the model sees it, with no special tokens added; nil when the server cannot count.
    ///
    /// - Throws: `OpenAIError` when the server does not answer; `CancellationError`.
    public func count(_ text: String, options: RequestOptions = RequestOptions()) async throws -> TokenCount? {
        try await tokens(text, isPrompt: false, options)
    }

    /// Counts the prompt that a request becomes; nil when the server cannot count, or the request has more than text.
    ///
    /// - Throws: `OpenAIError` when the server does not answer; `CancellationError`.
    public func count(
        _ request: ChatCompletionRequest,
        options: RequestOptions = RequestOptions()
    ) async throws -> TokenCount? {
        guard request.messages.allSatisfy(\.isOnlyText) else { return nil }
        let template = try await answer(to: "/apply-template", request, options, as: Template.self)
        guard let template else { return nil }
        return try await tokens(template.prompt, isPrompt: true, options)
    }

    /// A prompt is taken as the server takes one of its own: with what begins it, and special tokens as such.
    private func tokens(_ text: String, isPrompt: Bool, _ options: RequestOptions) async throws -> TokenCount? {
        let body: JSONValue = [
            "content": .string(text), "add_special": .bool(isPrompt), "parse_special": .bool(isPrompt),
        ]
        return try await answer(to: "/tokenize", body, options, as: Tokens.self).map {
            TokenCount(text: $0.tokens.count)
        }
    }

    /// The server's answer; nil when it has no such path or does not understand the question.
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
    /// Whether it carries nothing that is no text.
    fileprivate var isOnlyText: Bool {
        guard case .parts(let parts)? = content else { return true }
        return parts.allSatisfy { if case .text = $0 { true } else { false } }
    }
}
