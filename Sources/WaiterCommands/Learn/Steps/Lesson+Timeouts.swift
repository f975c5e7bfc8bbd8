internal import Waiter
internal import WaiterPlatform

extension Lesson {
    static let timeouts = Lesson(
        name: "timeouts",
        title: "Timeouts",
        text: """
            A server can accept a request and then never answer. Without a limit, your program waits forever. Each call \
            therefore has timeouts.

            connect limits the time it takes to connect. firstContent limits the wait for the first word of the answer. idle \
            limits the time during which nothing arrives. total limits the whole call, including all retries.

            Models are slow: a long answer can take minutes, so a short total aborts calls that would succeed. For a stream, \
            prefer idle, because it measures silence, not length. A request that timed out may still be billed, because \
            the model may have done the work.
            """,
        curl: """
            curl --connect-timeout 10 --max-time 60 \\
              https://api.openai.com/v1/models \\
              -H "Authorization: Bearer $OPENAI_API_KEY"
            """,
        command: "waiter --timeout 60 'What is an API?'",
        swift: """
            import Waiter

            let client = try OpenAI()
            let options = RequestOptions(
                timeouts: OpenAI.Timeouts(
                    firstContent: .seconds(20),
                    idle: .seconds(30),
                    total: .seconds(120)
                )
            )
            do {
                let completion = try await client.chat.completions.create(
                    model: "gpt-6.1-sol",
                    messages: [.user("What is an API?")],
                    options: options
                )
                print(completion.text)
            } catch let error as OpenAIError where error.code == .timeout {
                print("exceeded:", error.deadline ?? .total)
            }
            """,
        summary: "Every call needs a limit: idle for silence, and total for the whole call."
    ) { stage in
        let limit = Duration.milliseconds(500)
        try stage.page.text("The lesson server accepts a request and stays silent. The total is \(limit.shortText):")
        try await stage.withServer(script: { _, _, _ in .silence }) { client, server in
            let start = stage.context.clock.now()
            do {
                _ = try await client.chat.completions.create(
                    LessonStage.request([.user("What is an API?")]),
                    options: RequestOptions(timeout: limit)
                )
            } catch let error as OpenAIError where error.code == .timeout {
                try stage.show(server.exchanges.last, .requestHead)
                try stage.show(error)
                let elapsed = stage.context.clock.now() - start
                try stage.page.result("error.deadline: \(error.deadline?.description ?? "?")")
                try stage.page.result("elapsed: \(elapsed.shortText)")
            }
        }
    }
}
