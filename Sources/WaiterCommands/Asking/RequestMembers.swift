internal import Waiter

/// The request members other than model and messages, in the format that an API expects.
///
/// Options are named as in the Chat Completions API, and are sent to that API unchanged. Options that have a different
/// format in the Responses API are set on the request, and the library translates them.
struct RequestMembers: Sendable {
    /// The members to merge into the body.
    private(set) var extra: JSONObject
    private let typed: ChatCompletionRequest?

    /// Splits the members into those merged into the body and those set on the request.
    ///
    /// - Parameters:
    ///   - fields: The options, keyed by name.
    ///   - api: The API.
    ///   - summarizesReasoning: Whether to request reasoning summaries, which chat completions do not support.
    /// - Throws: `CommandFailure` for a value that the API does not accept.
    init(_ fields: JSONObject, api: ModelAPI, summarizesReasoning: Bool) throws {
        guard api == .responses else {
            (extra, typed) = (fields, nil)
            return
        }
        var known: JSONObject = ["model": "", "messages": []]
        var extra: JSONObject = [:]
        for (name, value) in fields {
            if Self.translated.contains(name) { known[name] = value } else { extra[name] = value }
        }
        if summarizesReasoning, extra["reasoning"]?["summary"] == nil {
            extra["reasoning"] = JSONValue.object(["summary": "auto"]).merging(extra["reasoning"] ?? [:])
        }
        if let include = extra["include"]?.arrayValue, !include.contains(Self.encrypted) {
            // Without the encrypted content, reasoning could not be sent back.
            extra["include"] = .array(include + [Self.encrypted])
        }
        do {
            typed = try JSONBodyDecoder.decode(ChatCompletionRequest.self, from: .object(known))
        } catch {
            let reason = (error as? DecodingError)?.summary ?? "\(error)"
            throw CommandFailure.usage("a request option has an invalid value for the Responses API (\(reason))")
        }
        self.extra = extra
    }

    private static let encrypted = JSONValue.string(ResponseInclude.encryptedReasoning.rawValue)

    /// The options whose name or format differs between the APIs.
    private static let translated: Set<String> = [
        "logprobs", "max_completion_tokens", "max_tokens", "reasoning_effort", "response_format", "tool_choice",
        "tools",
        "top_logprobs", "verbosity", "web_search_options",
    ]

    /// The maximum number of answer tokens, or `nil` if there is no limit.
    var answerLimit: Int? {
        typed.map { $0.maxCompletionTokens ?? $0.maxTokens }
            ?? (extra["max_completion_tokens"] ?? extra["max_tokens"])?.intValue
    }

    /// A closure that sets a request's members (except for the model and the messages), or `nil` if all members are
    /// merged into the body.
    var prepare: (@Sendable (inout ChatCompletionRequest) -> Void)? {
        guard let typed else { return nil }
        return { request in
            var whole = typed
            (whole.model, whole.messages) = (request.model, request.messages)
            request = whole
        }
    }
}
