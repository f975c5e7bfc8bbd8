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
            return report(completion)
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
        try console.write(value.prettyJSONText + "\n")
        return report(raw.value)
    }

    /// Says on standard error what a reader of the answer must know, and chooses the exit code.
    private func report(_ completion: ChatCompletion) -> ExitStatus {
        guard let choice = completion.choices.first else {
            console.say("waiter: the server gave no answer")
            return .failure
        }
        if let refusal = choice.message.refusal, !refusal.isEmpty {
            console.say("waiter: the model refused: \(TerminalText.line(refusal))")
            return .refused
        }
        switch choice.finishReason {
        case FinishReason.length?:
            console.say("waiter: the answer was cut at the token limit: raise it with --max-tokens")
            return .incomplete
        case FinishReason.contentFilter?:
            console.say("waiter: the answer was withheld by a content filter")
            return .refused
        default:
            if choice.message.content?.isEmpty ?? true, choice.message.toolCalls.isEmpty {
                console.say("waiter: the model answered with no text")
            }
            return .complete
        }
    }
}
