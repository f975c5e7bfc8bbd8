internal import Waiter

extension Lesson {
    static let request = Lesson(
        name: "request",
        title: "A handwritten request",
        text: """
            An API is a waiter. Your program is the customer, and the model is the kitchen. The waiter takes the \
            order to the kitchen and brings back the dish. The order is written in JSON and sent over HTTP.

            A request has three parts: the request line, the headers and the body. The request line contains the \
            method and the path. The headers state who sends the request (authorization) and which format the body \
            has (content-type). The body is the order itself. It contains the name of a model and the messages for \
            that model.

            The response also has three parts: the status line, the headers and the body. Status 200 means success. \
            The body contains the answer.

            The examples call OpenAI. When you run this step, however, the request goes to the lesson server, which \
            is part of waiter. The lesson server uses the same protocol, but you need neither a key nor a network \
            connection. Its answers come from fixed rules instead of a model. In the output of this step, > marks \
            the lines that were sent, and < marks the lines that were received. The key is masked, and JSON is \
            indented.
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
        summary: "A call consists of one HTTP request and one HTTP response. Both have a JSON body."
    ) { stage in
        try await stage.withServer { client, server in
            let request = LessonStage.request([.user("What is an API?")])
            _ = try await client.send(.chatCompletion(request))
            try stage.show(server.exchanges.last)
        }
    }
}
