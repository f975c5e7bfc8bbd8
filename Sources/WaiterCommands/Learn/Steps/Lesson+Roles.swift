internal import Waiter

extension Lesson {
    static let roles = Lesson(
        name: "roles",
        title: "Roles",
        text: """
            Each message has a role, which tells the model who wrote the message.

            system: the rules that your program sets, such as the tone, the language or the subject. The system \
            message is the first message. For newer OpenAI models, this role is called developer.

            user: questions from the person using your program. assistant: the model's earlier answers. tool: the \
            result of a function that the model asked your program to call.

            Models usually, but not always, give a system message more weight than a user message. A user can also \
            make a model repeat the system message. Do not put secrets in the system message, and do not rely on it \
            for security.
            """,
        curl: """
            curl https://api.openai.com/v1/chat/completions \\
              -H "Authorization: Bearer $OPENAI_API_KEY" \\
              -H "Content-Type: application/json" \\
              -d '{
                "model": "gpt-6.1-sol",
                "messages": [
                  {"role": "system", "content": "Answer in capital letters."},
                  {"role": "user", "content": "What is an API?"}
                ]
              }'
            """,
        command: "waiter -s 'Answer in capital letters.' 'What is an API?'",
        swift: """
            import Waiter

            let client = try OpenAI()
            let completion = try await client.chat.completions.create(
                model: "gpt-6.1-sol",
                messages: [
                    .system("Answer in capital letters."),
                    .user("What is an API?"),
                ]
            )
            print(completion.text)
            """,
        summary: "The system message sets the rules, the user asks, and the assistant answers."
    ) { stage in
        try await stage.withServer { client, server in
            let question = ChatMessage.user("What is an API?")
            for messages in [[question], [.system("Answer in capital letters."), question]] {
                let completion = try await client.chat.completions.create(LessonStage.request(messages))
                try stage.show(server.exchanges.last, .requestBody)
                try stage.page.transferred("<", completion.text)
            }
        }
    }
}
