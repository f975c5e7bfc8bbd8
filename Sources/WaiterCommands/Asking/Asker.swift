package import Waiter

/// Asks one question and writes the answer as it comes.
package struct Asker {
    package var client: OpenAI
    package var request: ChatCompletionRequest
    package var options: RequestOptions
    package var console: Console
    package var streams: Bool
    package var writesJSON: Bool

    package init(
        client: OpenAI,
        request: ChatCompletionRequest,
        options: RequestOptions,
        console: Console,
        streams: Bool,
        writesJSON: Bool
    ) {
        self.client = client
        self.request = request
        self.options = options
        self.console = console
        self.streams = streams
        self.writesJSON = writesJSON
    }

    /// Asks, writes the answer, and returns how it ended.
    ///
    /// - Throws: `OpenAIError`, `StandardStream.Failure`, `CancellationError`; what had come by then is written.
    package func run() async throws -> ExitStatus {
        console.startSpinner("waiting for \(request.model)")
        defer { console.stopSpinner() }
        if writesJSON { return try await answerAsJSON() }
        var writer = AnswerWriter(console)
        do {
            let completion = streams ? try await stream(&writer) : try await whole(&writer)
            try writer.finish()
            return try report(completion)
        } catch {
            // The end of the line belongs to what came, whatever ended it.
            try? writer.finish()
            throw error
        }
    }

    private func whole(_ writer: inout AnswerWriter) async throws -> ChatCompletion {
        let completion = try await client.chat.completions.create(request, options: options)
        try writer.write(completion.text)
        return completion
    }

    private func stream(_ writer: inout AnswerWriter) async throws -> ChatCompletion {
        var accumulator = ChatCompletionAccumulator()
        for try await chunk in try await client.chat.completions.stream(request, options: options) {
            accumulator.append(chunk)
            for choice in chunk.choices where choice.index == 0 {
                if let text = choice.delta.content, !text.isEmpty { try writer.write(text) }
            }
        }
        return accumulator.completion
    }

    private func answerAsJSON() async throws -> ExitStatus {
        let raw = try await client.chat.completions.withRawResponse.create(request, options: options)
        console.stopSpinner()
        // As the server wrote it: fields that we do not know are not lost.
        let value = try JSONValue(parsing: raw.body)
        try console.writeForeign(value.prettyJSONText + "\n")
        return try report(raw.value)
    }

    /// Says on standard error what a reader of the answer must know.
    ///
    /// - Throws: `CommandFailure` when it is not a whole answer.
    private func report(_ completion: ChatCompletion) throws -> ExitStatus {
        guard let choice = completion.choices.first else {
            throw CommandFailure(.failure, "the server gave no answer", nextStep: "ask again", kind: "noAnswer")
        }
        if let refusal = choice.message.refusal, !refusal.isEmpty {
            throw CommandFailure(.refused, "the model refused", details: refusal, kind: "refusal")
        }
        let isEmpty = choice.message.content?.allSatisfy(\.isNewline) ?? true
        switch choice.finishReason {
        case FinishReason.length?:
            throw CommandFailure(
                .incomplete,
                "the answer was cut at the token limit",
                nextStep: "raise it with --max-tokens",
                kind: "lengthLimit"
            )
        case FinishReason.contentFilter?:
            let what = isEmpty ? "the answer was withheld" : "the answer was cut"
            throw CommandFailure(.refused, "\(what) by a content filter", kind: "contentFilter")
        default:
            if !writesJSON { mention(choice.message, isEmpty: isEmpty) }
            return .complete
        }
    }

    /// Says what an answer in plain text leaves out.
    private func mention(_ message: ChatCompletion.Message, isEmpty: Bool) {
        let calls = message.toolCalls.map(Self.words) + (message.functionCall.map { [Self.words($0)] } ?? [])
        for call in calls { console.notice(TerminalText.line("waiter: the model calls a tool: \(call)")) }
        guard isEmpty, calls.isEmpty else { return }
        let hasThought = message.reasoning?.isEmpty == false
        console.notice("waiter: the model \(hasThought ? "thought, but " : "")answered with no text")
    }

    private static func words(_ call: ToolCall) -> String {
        switch call {
        case .function(let call): words(call.function)
        case .custom(let call): "\(call.custom.name)(\(call.custom.input))"
        case .unknown(let value): value.jsonText
        }
    }

    private static func words(_ call: FunctionCall) -> String { "\(call.name)(\(call.arguments))" }
}
