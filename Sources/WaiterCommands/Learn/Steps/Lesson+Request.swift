internal import Waiter

extension Lesson {
    static let request = Lesson(
        name: "request",
        title: "A handwritten request",
        text: """
            An API is a waiter. Your program is the customer, and the model is the kitchen. The waiter takes the order to \
            the kitchen and brings back the dish. The order is JSON, and it travels over HTTP.

            A request has three parts. The first line names the method and the path. The headers follow. They state \
            who sends the request (authorization) and the format of the body (content-type). The body is the order \
            itself: the name of a model, and the messages for it.

            The response has the same parts: a line with the status, headers, and a body. Status 200 means success. The \
            body contains the answer.

            The examples call OpenAI. When you run this step, the requests go to the lesson server, which is part of \
            waiter. It uses the same protocol, but you need neither a key nor a network connection. Its answers come \
            from fixed rules instead of a model. In what follows, lines with > were sent, and lines with < were \
            received. The key is masked, and JSON is indented.
            """,
        curl: """
            curl https://api.openai.com/v1/chat/completions \\
              -H "Authorization: Bearer $OPENAI_API_KEY" \\
              -H "Content-Type: application/json" \\
              -d '{
                "model": "gpt-6.1-sol",
                "messages": [
                  {"role": "user", "content": "What is an API?"}
                ]
              }'
            """,
        command: "waiter -v 'What is an API?'",
        swift: """
            import Waiter

            let client = try OpenAI()
            let request = ChatCompletionRequest(
                model: "gpt-6.1-sol",
                messages: [.user("What is an API?")]
            )
            let response = try await client.send(.chatCompletion(request))
            print(response.head.status)
            print(String(decoding: response.body, as: UTF8.self))
            """,
        summary: "A call is one HTTP request with a JSON body, and one response with a JSON body."
    ) { stage in
        try await stage.withServer { client, server in
            let request = LessonStage.request([.user("What is an API?")])
            _ = try await client.send(.chatCompletion(request))
            try stage.show(server.exchanges.last)
        }
    }
}
