internal import Waiter

extension Lesson {
    static let chat = Lesson(
        name: "chat",
        title: "Chat completions",
        text: """
            Most programs need only one endpoint: POST /v1/chat/completions. The request contains a list of \
            messages, and the model writes the next message.

            A model writes its answer piece by piece. By default, the server waits until the answer is complete, and \
            then sends it. With "stream": true, the server sends each piece as soon as it is ready. Each piece is an \
            event, which is a line that starts with "data:". The last event is [DONE]. If this event is missing, the \
            answer is incomplete.

            Stream the answer if a person is waiting for it. Request a complete answer if a program is waiting for \
            it.
            """,
        curl: """
            curl -N https://api.openai.com/v1/chat/completions \\
              -H "Authorization: Bearer $OPENAI_API_KEY" \\
              -H "Content-Type: application/json" \\
              -d '{
                "model": "gpt-6.1-sol",
                "stream": true,
                "messages": [
                  {"role": "user", "content": "What is an API?"}
                ]
              }'
            """,
        command: """
            waiter 'What is an API?'              # streams
            waiter --no-stream 'What is an API?'  # waits for the whole answer
            """,
        swift: """
            import Waiter

            let client = try OpenAI()
            let request = ChatCompletionRequest(
                model: "gpt-6.1-sol",
                messages: [.user("What is an API?")]
            )

            let completion = try await client.chat.completions.create(request)
            print(completion.text)

            for try await chunk in try await client.chat.completions.stream(request) {
                print(chunk.text, terminator: "")
            }
            print()
            """,
        summary: "You send messages and receive the next message, either complete or as a stream that ends with [DONE]."
    ) { stage in
        let request = LessonStage.request([.user("My name is Ada.")])
        try await stage.withServer { client, server in
            try stage.page.text("The complete answer:")
            let completion = try await client.chat.completions.create(request)
            try stage.page.result("\n" + completion.text)
            try stage.page.text("The same request, now with a streamed response. This is the body of the response:")
            for try await _ in try await client.chat.completions.stream(request) {}
            try stage.show(server.exchanges.last, .responseBody)
        }
        try await stage.withLocalModel("The local model's answer to 'What is an API?' as a stream:") { client, model in
            var request = ChatCompletionRequest(model: model, messages: [.user("What is an API?")])
            request.maxTokens = 60
            try await stage.page.answer(client.chat.completions.stream(request))
        }
    }
}
