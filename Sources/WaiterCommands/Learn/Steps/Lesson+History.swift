internal import Waiter

extension Lesson {
    static let history = Lesson(
        name: "history",
        title: "No memory: you keep the history",
        text: """
            Servers that speak this protocol are stateless. A server forgets a request as soon as it has answered it, \
            and knows nothing about earlier questions.

            A conversation works because your program sends all of it each time: every question and answer so far, \
            then the new question. The list of messages is the memory. You can save, shorten or change it.

            A long conversation therefore costs more with each question, because the whole list is sent and paid for again.
            """,
        command: """
            waiter 'My name is Ada.'
            waiter -c 'What is my name?'  # sends the conversation again
            """,
        swift: """
            import Waiter

            let client = try OpenAI()
            var messages: [ChatMessage] = [.user("My name is Ada.")]
            let first = try await client.chat.completions.create(
                model: "gpt-6.1-sol",
                messages: messages
            )
            messages.append(first.message)
            messages.append(.user("What is my name?"))
            let second = try await client.chat.completions.create(
                model: "gpt-6.1-sol",
                messages: messages
            )
            print(second.text)
            """,
        summary: "The model knows only what is in the request. Send the history with every question."
    ) { stage in
        try await stage.withServer { client, server in
            var messages: [ChatMessage] = [.user("My name is Ada.")]
            let first = try await client.chat.completions.create(LessonStage.request(messages))
            try stage.page.text("The first request, and its answer:")
            try show(first, server, stage)
            let alone = try await client.chat.completions.create(LessonStage.request([.user("What is my name?")]))
            try stage.page.text("The next question on its own:")
            try show(alone, server, stage)
            messages.append(first.message)
            messages.append(.user("What is my name?"))
            let whole = try await client.chat.completions.create(LessonStage.request(messages))
            try stage.page.text("The same question, with the history:")
            try show(whole, server, stage)
        }
    }

    private static func show(_ completion: ChatCompletion, _ server: LessonServer, _ stage: LessonStage) throws {
        try stage.show(server.exchanges.last, .requestBody)
        try stage.page.transferred("<", completion.text)
    }
}
