internal import Waiter

extension Lesson {
    static let history = Lesson(
        name: "history",
        title: "No memory: you keep the history",
        text: """
            Servers that implement this protocol are stateless. A server does not remember a request after answering \
            it, so it knows nothing about earlier questions.

            To continue a conversation, your program sends the whole conversation with every request: all questions \
            and answers so far, followed by the new question. This list of messages is the only memory of the \
            conversation. Your program can save, shorten or change the list.

            A long conversation therefore costs more with each question, because the whole list is sent and billed \
            again.
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
            try stage.page.text("The first request and its answer:")
            try show(first, server, stage)
            let alone = try await client.chat.completions.create(LessonStage.request([.user("What is my name?")]))
            try stage.page.text("The next question, sent without the history:")
            try show(alone, server, stage)
            messages.append(first.message)
            messages.append(.user("What is my name?"))
            let whole = try await client.chat.completions.create(LessonStage.request(messages))
            try stage.page.text("The same question, sent with the history:")
            try show(whole, server, stage)
        }
    }

    private static func show(_ completion: ChatCompletion, _ server: LessonServer, _ stage: LessonStage) throws {
        try stage.show(server.exchanges.last, .requestBody)
        try stage.page.transferred("<", completion.text)
    }
}
