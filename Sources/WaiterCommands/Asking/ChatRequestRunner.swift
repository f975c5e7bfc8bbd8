package import Waiter
internal import WaiterConversation
package import WaiterStore
package import WaiterTerminal

/// Sends a chat request and writes the answer as it is received.
package struct ChatRequestRunner {
    package var client: OpenAI
    package var request: ChatCompletionRequest
    package var options: RequestOptions
    package var console: Console
    package var clock: CommandClock
    package var answer: AnswerOptions
    /// The API that the request is sent to.
    package var api = ModelAPI.chatCompletions
    /// Whether the answer can consist of tool calls whose results are sent back to the model.
    package var offersTools = false
    /// A closure that returns whether to discard an answer instead of showing it, or `nil` to show every answer.
    package var discards: (@Sendable (ChatCompletion) -> Bool)?
    /// A closure that returns the bill for the call. It is called after the last attempt has ended.
    package var bill: @Sendable () -> AttemptBill? = { nil }
    /// The stopwatch that times the answer.
    package private(set) var stopwatch: Stopwatch
    /// The part of the answer received so far, or `nil` if nothing has been received.
    package private(set) var received: ChatCompletion?

    package init(
        client: OpenAI,
        request: ChatCompletionRequest,
        options: RequestOptions,
        console: Console,
        clock: CommandClock,
        answer: AnswerOptions
    ) {
        self.client = client
        self.request = request
        self.options = options
        self.console = console
        self.clock = clock
        self.answer = answer
        stopwatch = Stopwatch(clock)
    }

    /// Sends the request, writes the answer, and returns it.
    ///
    /// - Throws: `OpenAIError`, `CommandFailure`, `StandardStream.Failure`, `CancellationError`. When an error is
    ///   thrown, any content received earlier has already been written, and is available in `received`.
    package mutating func run() async throws -> ChatCompletion {
        stopwatch = Stopwatch(clock)
        // Echoed keystrokes would corrupt the output while the answer is being drawn. The shell reads the keystrokes
        // afterward.
        let quiet = QuietTerminal(answer.rendering.isOnScreen ? console.output.descriptor : nil, for: .shell)
        quiet.enter()
        defer { quiet.restore() }
        console.startSpinner("waiting for \(request.model)")
        defer { console.stopSpinner() }
        let schema = try answer.schema(for: client.configuration.baseURL)
        if answer.writesJSON { return try checked(try await answerAsJSON(), schema) }
        if let events = answer.events { return try checked(try await write(to: events), schema) }
        if let schema { return try await writeValue(schema) }
        return answer.extractsCode ? try await extractCode() : try await writeAnswer()
    }

    private mutating func writeAnswer() async throws -> ChatCompletion {
        var writer = AnswerWriter(console, rendering: answer.rendering)
        let (completion, usage): (ChatCompletion, UsageReport)
        do {
            if holdsText {
                let text: String
                (completion, text, usage) = try await receiveText { text in try writer.write(text) }
                if isFinal(completion) { try writer.write(text) } else { mention(step: text, of: completion) }
            } else {
                (completion, usage) = try await receive { text in try writer.write(text) }
            }
            try writer.finish()
        } catch {
            // End the line of a partial answer, regardless of the error.
            try? writer.finish()
            throw error
        }
        if answer.reportsUsage { console.say(usage.text) }
        try report(completion)
        return completion
    }

    /// Returns an answer in the usual format, converting it if the tools were offered in a JSON schema.
    private func readable(_ completion: ChatCompletion) -> ChatCompletion {
        request.offersToolsBySchema ? completion.answeredBySchema : completion
    }

    /// Returns whether an answer is final. An answer is not final if it must be discarded, or if it contains tool calls
    /// whose results are sent to the model.
    private func isFinal(_ completion: ChatCompletion) -> Bool {
        let isStep = offersTools && readable(completion).message?.toolCalls.isEmpty == false
        return !isStep && discards?(completion) != true
    }

    /// Whether to hold text back until the answer is complete. Discarded answers are never shown. If standard output is
    /// a pipe, the text of intermediate steps is not shown either.
    private var holdsText: Bool {
        discards != nil || (offersTools && !console.output.isTerminal)
    }

    /// Prints the text of an intermediate step to standard error.
    private func mention(step text: String, of completion: ChatCompletion) {
        if discards?(completion) != true, !text.allSatisfy(\.isWhitespace) {
            console.notice(TerminalText.safe(text))
        }
    }

    private mutating func write(to events: AnswerEvents) async throws -> ChatCompletion {
        let (completion, usage): (ChatCompletion, UsageReport)
        if discards == nil {
            (completion, usage) = try await receive { text in try events.delta(text) }
        } else {
            let text: String
            (completion, text, usage) = try await receiveText { text in try events.delta(text) }
            if discards?(completion) == true { return completion }
            try events.delta(text)
        }
        try events.complete(readable(completion))
        if answer.reportsUsage { console.say(usage.text) }
        try report(completion)
        return completion
    }

    /// Writes the first code block of a complete answer to standard output. Everything else goes to standard error, so
    /// that standard output can be redirected to a file.
    private mutating func extractCode() async throws -> ChatCompletion {
        var (completion, text) = try await receiveAll()
        if !isFinal(completion) { return completion }
        text = ThinkTagParts(text)?.text ?? text
        guard let code = FencedCode.first(in: text) else {
            console.say(TerminalText.safe(text))
            throw CommandFailure(
                .nothingExtracted,
                "the answer has no code block",
                nextStep: "ask for one, or omit -x",
                kind: "nothingExtracted"
            )
        }
        try console.writeForeign(code.hasSuffix("\n") ? code : code + "\n")
        return completion
    }

    /// Writes the JSON of a complete answer to standard output, whether or not the JSON conforms to the schema.
    private mutating func writeValue(_ schema: AnswerSchema) async throws -> ChatCompletion {
        let (completion, text) = try await receiveAll()
        if !isFinal(completion) { return completion }
        let reading = Result { try schema.read(text) }
        let json = (try? reading.get().json) ?? text
        try console.writeForeign(json.hasSuffix("\n") ? json : json + "\n")
        if let failure = CommandFailure(of: reading) { throw failure }
        return completion
    }

    /// Checks that the answer's choices conform to the schema, if there is one, and returns the answer.
    ///
    /// - Throws: `CommandFailure` with exit code 7. The failure lists the violations.
    private func checked(_ completion: ChatCompletion, _ schema: AnswerSchema?) throws -> ChatCompletion {
        guard let schema, isFinal(completion) else { return completion }
        for choice in readable(completion).choices {
            if let failure = CommandFailure(of: Result { try schema.read(choice.message.shownText) }) { throw failure }
        }
        return completion
    }

    private var operation: APIOperation<ChatCompletion> {
        .chatCompletion(request, api: api, thinkTags: answer.thinkTags)
    }

    // MARK: Receiving

    /// Receives a complete answer. If the request fails, the text received so far is written to standard error.
    private mutating func receiveAll() async throws -> (ChatCompletion, String) {
        var text = ""
        do {
            let (completion, usage) = try await receive { text += $0 }
            if answer.reportsUsage { console.say(usage.text) }
            try report(completion)
            return (completion, text)
        } catch {
            if !text.isEmpty { console.say(TerminalText.safe(text)) }
            throw error
        }
    }

    /// Receives a complete answer. If the request fails, the text received so far is written before the error is
    /// thrown.
    private mutating func receiveText(
        _ write: (String) throws -> Void
    ) async throws -> (ChatCompletion, String, UsageReport) {
        var text = ""
        do {
            let (completion, usage) = try await receive { text += $0 }
            return (completion, text, usage)
        } catch {
            try? write(text)
            throw error
        }
    }

    private mutating func receive(
        _ write: (String) throws -> Void
    ) async throws -> (ChatCompletion, UsageReport) {
        let completion = answer.streams ? try await stream(write) : try await whole(write)
        console.stopSpinner()
        return (completion, UsageReport(bill(), stopwatch))
    }

    private mutating func whole(_ write: (String) throws -> Void) async throws -> ChatCompletion {
        let completion: ChatCompletion
        do {
            completion = try await client.send(operation, options: options).value
        } catch let error as OpenAIError {
            // Text that the server sent before the failure is shown, as it is for a partial stream.
            if let text = error.completion?.message?.shownText, !text.isEmpty {
                console.stopSpinner()
                try write(text)
            }
            throw error
        }
        received = completion
        var reasoning = ReasoningWriter(console, look: answer.reasoningLook)
        try show(completion.message?.reasoning, &reasoning)
        reasoning.finish()
        try write(readable(completion).message?.shownText ?? "")
        return completion
    }

    private mutating func stream(_ write: (String) throws -> Void) async throws -> ChatCompletion {
        var accumulator = ChatCompletionAccumulator()
        var schemaReader = request.offersToolsBySchema ? SchemaAnswerReader() : nil
        var reasoning = ReasoningWriter(console, look: answer.reasoningLook)
        var hasBegun = false
        var flood: ChatCompletion?
        defer {
            reasoning.finish()
            if hasBegun { received = flood ?? accumulator.completion }
        }
        let stream = try await client.send(
            .chatCompletionStream(request, api: api, thinkTags: answer.thinkTags),
            options: options
        ).value
        do {
            for try await chunk in stream {
                hasBegun = true
                accumulator.append(chunk)
                for choice in chunk.choices where choice.index == 0 {
                    try show(choice.delta.reasoning, &reasoning)
                    guard let text = choice.delta.shownText, !text.isEmpty else { continue }
                    stopwatch.noteText()
                    let shown = schemaReader?.read(text) ?? text
                    if shown.isEmpty { continue }
                    reasoning.hold()
                    try write(shown)
                }
            }
            // An answer that is not plain text cannot be interpreted until it is complete.
            if schemaReader?.isAnswer == false { try write(readable(accumulator.completion).message?.shownText ?? "") }
        } catch let error as OpenAIError where error.code == .responseTooLarge {
            // An answer that is too long is not stored in full. The first megabyte, which the error contains, is
            // sufficient.
            flood = error.completion
            throw error
        }
        hasBegun = true
        return accumulator.completion
    }

    private func show(_ thought: String?, _ writer: inout ReasoningWriter) throws {
        guard let thought else { return }
        if let events = answer.events {
            try events.reasoning(thought)
        } else if answer.showsReasoning {
            writer.write(thought)
        }
    }

    private mutating func answerAsJSON() async throws -> ChatCompletion {
        let raw: APIResponse<ChatCompletion>
        do {
            raw = try await client.send(operation, options: options)
        } catch let error as OpenAIError {
            // The output received so far is billed even though the call failed, so it is written.
            if let completion = error.completion, completion.message?.shownText.isEmpty == false {
                try Output.write(try JSONValue(parsing: JSONBodyEncoder.encode(completion)), to: console)
            }
            throw error
        }
        console.stopSpinner()
        received = raw.value
        if !isFinal(raw.value) {
            if answer.reportsUsage { console.say(UsageReport(bill(), stopwatch).text) }
            try report(raw.value)
            return raw.value
        }
        // Print the server's own JSON, so that unknown fields are not lost. The JSON is not pretty-printed if
        // pretty-printing would use too much memory.
        if request.offersToolsBySchema {
            try Output.write(try JSONValue(parsing: JSONBodyEncoder.encode(readable(raw.value))), to: console)
        } else if let value = try? JSONValue(parsingForeign: raw.body) {
            try Output.write(value, to: console)
        } else {
            try console.writeForeign(String(decoding: raw.body, as: UTF8.self) + "\n")
        }
        if answer.reportsUsage { console.say(UsageReport(bill(), stopwatch).text) }
        try report(raw.value)
        return raw.value
    }

    // MARK: Reporting

    /// Reports noteworthy facts about the answer on standard error.
    ///
    /// - Throws: `CommandFailure` if the answer is incomplete.
    private func report(_ completion: ChatCompletion) throws {
        if discards?(completion) == true { return }
        let completion = readable(completion)
        guard let choice = completion.choices.first else {
            throw CommandFailure(.failure, "the server returned no answer", nextStep: "try again", kind: "noAnswer")
        }
        if let refusal = choice.message.refusal, !refusal.isEmpty {
            throw CommandFailure(.refused, "the model refused to answer", details: refusal, kind: "refusal")
        }
        let isEmpty = choice.message.shownText.allSatisfy(\.isNewline)
        if !answer.writesJSON, answer.events == nil { mention(completion, choice, isEmpty: isEmpty) }
        if let failure = Self.failure(choice.finishReason, isEmpty: isEmpty) { throw failure }
    }

    /// Returns the failure for a finish reason that indicates an incomplete answer, or `nil` if the answer is complete.
    private static func failure(_ reason: FinishReason?, isEmpty: Bool) -> CommandFailure? {
        guard let reason else { return nil }
        switch reason.outcome {
        case .complete: return nil
        case .truncated:
            return CommandFailure(
                .incomplete,
                "the answer was truncated at the token limit",
                nextStep: "raise the limit with --max-tokens",
                kind: "lengthLimit"
            )
        case .filtered:
            let what = isEmpty ? "the answer was withheld" : "the answer was cut off"
            return CommandFailure(.refused, "\(what) by a content filter", kind: "contentFilter")
        case .failed, .unknown:
            return CommandFailure(
                .incomplete,
                "the answer ended with an unknown finish reason, '\(reason)', and may be incomplete",
                kind: "unknownFinishReason"
            )
        }
    }

    /// Reports content that cannot be shown as plain text, and lists the answer's sources.
    private func mention(_ completion: ChatCompletion, _ choice: ChatCompletion.Choice, isEmpty: Bool) {
        let message = choice.message
        let calls = message.toolCalls.map(Self.words) + (message.functionCall.map { [Self.words($0)] } ?? [])
        // Calls to offered tools are reported when the tools run.
        if !offersTools {
            for call in calls { console.notice(TerminalText.line("waiter: the model called a tool: \(call)")) }
        }
        for (place, source) in completion.sources.enumerated() {
            console.notice(TerminalText.line("[\(place + 1)] \(source)"))
        }
        if message.isSpoken {
            console.notice("waiter: the answer is audio; showing its transcript (--json includes the audio)")
        }
        // An empty answer is reported even with --quiet.
        let say = isEmpty ? console.say : console.notice
        if !message.images.isEmpty {
            let what = message.images.count == 1 ? "an image" : "\(message.images.count) images"
            say("waiter: the answer contains \(what), available only with --json")
        }
        let isWhole = (choice.finishReason?.outcome ?? .complete) == .complete
        guard isEmpty, isWhole, calls.isEmpty, message.images.isEmpty else { return }
        let hasThought = message.reasoning?.isEmpty == false
        say("waiter: the model returned \(hasThought ? "reasoning but " : "")no text")
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
