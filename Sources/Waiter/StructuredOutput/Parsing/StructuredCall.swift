internal import Logging

/// A request for a typed answer. It can be sent to the Chat Completions API or to the Responses API. If an answer
/// is invalid, the request is retried.
struct StructuredCall<Value: Decodable & Sendable>: Sendable {
    private let client: OpenAI
    private let structuredOutput: StructuredOutputOptions
    private let options: RequestOptions
    let request: ModelRequest
    let contract: AnswerContract

    /// - Throws: `OpenAIError` with code `.invalidSchema` if the type or the given schema cannot be sent.
    init(
        _ client: OpenAI,
        _ request: ModelRequest,
        _ structuredOutput: StructuredOutputOptions,
        _ options: RequestOptions
    ) throws {
        self.client = client
        self.structuredOutput = structuredOutput
        self.options = options
        contract = try AnswerContract(
            Value.self,
            structuredOutput,
            dialect: .of(client.configuration.baseURL, isStrict: structuredOutput.isStrict)
        )
        var request = request
        request.chat.responseFormat = contract.format
        self.request = request
    }

    /// Sends the request and returns the value of the answer.
    func value() async throws -> ParsedCompletion<Value> {
        let (completion, head) = try await send(request, options)
        return try await settle(completion, head)
    }

    /// Sends the request and returns the chunks of its answer.
    func chunks() async throws -> EventStream<ChatCompletionChunk> {
        let operation = request.streamOperation(thinkTags: structuredOutput.thinkTags)
        return try await client.send(operation, options: options).value
    }

    /// Sends a request and returns its completion. The completion's raw bytes are removed because they use as much
    /// memory as the completion itself.
    private func send(
        _ request: ModelRequest,
        _ options: RequestOptions
    ) async throws -> (ChatCompletion, ResponseHead) {
        let operation = request.operation(thinkTags: structuredOutput.thinkTags)
        let response = try await client.send(operation, options: options)
        return (response.value, response.head)
    }

    /// Returns the value of an answer. If the answer is invalid, the request is retried up to the number of times that
    /// the options allow.
    func settle(_ completion: ChatCompletion, _ head: ResponseHead) async throws -> ParsedCompletion<Value> {
        var (completion, head) = (completion, head)
        var usage: TokenUsage?
        var reasks = 0
        while true {
            completion = completion.separatingThoughts(structuredOutput.thinkTags)
            usage.add(completion.usage)
            do {
                let (value, ignored) = try read(completion)
                return ParsedCompletion(
                    value: value,
                    completion: completion,
                    usage: usage,
                    reasks: reasks,
                    ignoredSchema: ignored
                )
            } catch let failure as ParsingFailure {
                let error = completed(failure.error, completion, head, usage)
                guard let correction = failure.correction, reasks < structuredOutput.maxReasks else { throw error }
                reasks += 1
                (completion, head) = try await ask(again: correction, about: completion, after: error, reasks)
            }
        }
    }

    private func completed(
        _ error: OpenAIError,
        _ completion: ChatCompletion,
        _ head: ResponseHead,
        _ usage: TokenUsage?
    ) -> OpenAIError {
        var error = error
        error.status = head.status
        error.requestID = head.requestID
        error.rateLimits = head.rateLimits
        error.attempts = head.attempts
        error.partial = PartialResult(completion, usage: usage)
        return error
    }

    // MARK: Reading

    private func read(_ completion: ChatCompletion) throws -> (Value, IgnoredSchema?) {
        if let failure = completion.parsingFailure { throw failure }
        let json: AnswerJSON
        do {
            json = try AnswerJSON(in: completion.text) { answer in
                contract.unwrapped(answer).map { contract.violations(of: $0.value).isEmpty } ?? false
            }
        } catch let error as JSONError {
            note("the answer is not JSON")
            throw ParsingFailure.notJSON(error)
        }
        let (value, member) = contract.unwrapped(json.value) ?? (json.value, nil)
        let violations = contract.violations(of: value)
        var ignored = json.isAlone ? nil : note("the JSON was embedded in other text")
        if !violations.isEmpty {
            if contract.isStrict, let violation = violations.first(where: \.isStructural) {
                ignored = note("the answer violates \(violation.keyword)")
            }
            throw ParsingFailure.violations(violations, Value.self)
        }
        do {
            return (try StructuredValue.decode(value, text: json.bytes, member: member), ignored)
        } catch {
            throw ParsingFailure.undecodable(error, Value.self)
        }
    }

    /// Records that the server does not enforce schemas. The first such finding is logged and passed to
    /// `onIgnoredSchema`.
    @discardableResult
    private func note(_ reason: String) -> IgnoredSchema {
        let server = client.configuration.baseURL.authority
        let finding = IgnoredSchema(server: server, model: request.chat.model, reason: reason)
        guard client.executor.reportedFacts.note("schema ignored: \(server) \(request.chat.model)") else {
            return finding
        }
        client.configuration.logger?.warning(
            "the server ignored a request's JSON schema",
            metadata: ["server": "\(server)", "model": "\(request.chat.model)", "reason": "\(reason)"]
        )
        structuredOutput.onIgnoredSchema?(finding)
        return finding
    }

    // MARK: Corrections

    /// The maximum size, in bytes, of an invalid answer or a schema that is included in a correction.
    private static var longestRepetition: Int { 32 << 10 }

    /// Sends the original messages with the invalid answer and a correction.
    private func ask(
        again correction: String,
        about completion: ChatCompletion,
        after error: OpenAIError,
        _ number: Int
    ) async throws -> (ChatCompletion, ResponseHead) {
        var request = request
        request.chat.messages.append(.assistant(completion.text.prefix(bytes: Self.longestRepetition)))
        request.chat.messages.append(.user(message(correction)))
        var options = options
        // A server would return its earlier answer again if the idempotency key were reused.
        options.idempotencyKey = options.idempotencyKey.map { "\($0)-\(number)" }
        do {
            return try await send(request, options)
        } catch var failure as OpenAIError {
            failure.partial = failure.partial ?? error.partial
            failure.underlying = failure.underlying ?? error
            throw failure
        }
    }

    private func message(_ correction: String) -> String {
        var text = "This answer is not valid JSON for the requested schema:\n\(correction)\n"
        text += "Answer again, with the corrected JSON only and no other text."
        if let schema = contract.sent.jsonText(upTo: Self.longestRepetition) {
            text += " It must conform to this JSON Schema:\n\(schema)"
        }
        return text
    }
}

extension JSONSchema.Violation {
    /// Whether every server that enforces schemas would have prevented this violation.
    fileprivate var isStructural: Bool {
        ["type", "required", "additionalProperties", "enum", "const", "properties", "anyOf"].contains(keyword)
    }
}

extension TokenUsage? {
    fileprivate mutating func add(_ usage: CompletionUsage?) {
        guard let usage = usage.map(TokenUsage.init) else { return }
        if self == nil { self = usage } else { self?.add(usage) }
    }
}

extension String {
    /// Returns a prefix of the text with at most the given number of bytes, truncated between characters.
    fileprivate func prefix(bytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var end = utf8.index(startIndex, offsetBy: limit)
        while end > startIndex, end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}
