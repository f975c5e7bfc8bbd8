internal import Waiter
internal import WaiterPlatform

extension Lesson {
    static let errors = Lesson(
        name: "errors",
        title: "Errors and rate limits",
        text: """
            The status code of the response identifies the problem. 401 means that the key is missing or wrong. 404 \
            means that the model or the path does not exist. 429 means that there were too many requests or tokens \
            in a short time. Codes of 500 and above mean that the server failed. After a 401 or a 404, correct your \
            program. After a 429 or a 500, wait and try again.

            After a 429, the Retry-After header states how many seconds to wait. The library waits for that time and \
            then resends the request. By default, it resends a request at most twice.

            A stream can also end before the answer is complete. The text that has arrived looks like an answer, but \
            its end is missing. The library then throws an error that contains this text.
            """,
        command: """
            waiter --retries 5 'What is an API?'
            echo $?  # 8: wrong key, 5: unknown model, 6: rate limit (429)
            """,
        swift: """
            import Waiter

            let client = try OpenAI()
            do {
                let stream = try await client.chat.completions.stream(
                    model: "gpt-6.1-sol",
                    messages: [.user("What is an API?")]
                )
                for try await chunk in stream {
                    print(chunk.text, terminator: "")
                }
            } catch let error as OpenAIError {
                switch error.code {
                case .authentication: print("check the key")
                case .notFound: print("check the name of the model")
                case .rateLimited: print("again in", error.retryAfter ?? .seconds(60))
                case .streamTruncated: print("incomplete:", error.completion?.text ?? "")
                default: print(error)
                }
            }
            """,
        summary: "Correct your program after a 401 or 404. Retry after a 429 or 500. A truncated answer is an error."
    ) { stage in
        let messages: [ChatMessage] = [.user("What is an API?")]
        try await stage.withServer { client, server in
            try stage.page.text("401, a wrong key:")
            let options = RequestOptions(apiKey: APIKey(LessonStage.makeKey()))
            try await fail(stage, server) {
                _ = try await client.chat.completions.create(LessonStage.request(messages), options: options)
            }
            try stage.page.text("404, a model that does not exist on the server:")
            try await fail(stage, server) {
                _ = try await client.chat.completions.create(model: "gpt-lesson", messages: messages)
            }
        }
        try stage.page.text("429, followed by a retry after the time in Retry-After:")
        try await stage.withServer(script: { _, _, number in number == 0 ? busy : nil }) { client, server in
            let completion = try await client.chat.completions.create(LessonStage.request(messages))
            try stage.show(server.exchanges.first, .response)
            try stage.show(server.exchanges.last, .responseHead)
            try stage.page.result("\n" + completion.text)
        }
        try stage.page.text("A stream that ends without [DONE]:")
        try await stage.withServer(script: { _, _, _ in cut }) { client, server in
            do {
                for try await _ in try await client.chat.completions.stream(LessonStage.request(messages)) {}
            } catch let error as OpenAIError where error.code == .streamTruncated {
                try stage.show(server.exchanges.last, .responseBody)
                try stage.show(error)
                try stage.page.result("error.completion?.text: \(error.completion?.text ?? "")")
            }
        }
    }

    private static let busy = LessonReply.error(
        "429 Too Many Requests",
        "Rate limit reached for requests per minute. Please try again in 1s.",
        type: "requests",
        code: "rate_limit_exceeded",
        headers: ["retry-after: 1"]
    )

    /// The first events of an answer.
    private static let cut = LessonReply.stream(
        Array(LessonRules.events("An API is a waiter.", promptTokens: nil).prefix(4)),
        isComplete: false
    )

    /// Makes a call that fails, and writes the response and the error.
    private static func fail(
        _ stage: LessonStage,
        _ server: LessonServer,
        _ call: () async throws -> Void
    ) async throws {
        do {
            try await call()
        } catch let error as OpenAIError {
            try stage.show(server.exchanges.last, .response)
            try stage.show(error)
        }
    }
}
