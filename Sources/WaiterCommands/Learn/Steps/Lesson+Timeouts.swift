internal import Waiter
internal import WaiterPlatform

extension Lesson {
    static let timeouts = Lesson(
        name: "timeouts",
        title: "Timeouts",
        text: """
            A server can accept a request but never respond to it. Without a limit, your program would wait forever. \
            Each call therefore has timeouts.

            connect limits the time that it takes to open a connection. firstContent limits the time until the first \
            word of the answer arrives. idle limits the time during which no data arrives. total limits the duration \
            of the whole call, including all retries.

            Models are slow, and a long answer can take minutes. If total is too short, calls that would have \
            succeeded are aborted. For a stream, idle is better, because it does not limit the length of the answer. \
            A request that timed out might still be billed, because the model might have done the work.
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
        summary: "Every call needs timeouts: idle limits the time without data, and total limits the whole call."
    ) { stage in
        let limit = Duration.milliseconds(500)
        try stage.page.text(
            "The lesson server accepts a request but does not respond. The total timeout is \(limit.shortText):"
        )
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
