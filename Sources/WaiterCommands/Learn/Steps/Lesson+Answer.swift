internal import Waiter

extension Lesson {
    static let answer = Lesson(
        name: "answer",
        title: "The nested answer",
        text: """
            The body of the response is a nested JSON object. The text of the answer is at \
            response.choices[0].message.content.

            choices is an array, because a request can ask for several answers. Usually, the array contains only one \
            answer, at index 0. The message of an answer has the same structure as the messages that you send: a \
            role and content. To continue the conversation, append the message to the history without changes.

            finish_reason is next to the message. It says why the model stopped. The value stop means that the \
            answer is complete. The value length means that the model reached a limit, so the end of the answer is \
            missing. Always check finish_reason.

            content can be null, for example if the model calls a function instead of writing text.
            """,
        curl: """
            curl -s https://api.openai.com/v1/chat/completions \\
              -H "Authorization: Bearer $OPENAI_API_KEY" \\
              -H "Content-Type: application/json" \\
              -d @request.json \\
              | jq -r '.choices[0].message.content'
            """,
        command: """
            waiter --json 'What is an API?' \\
              | jq -r '.choices[0].message.content'
            """,
        swift: """
            import Waiter

            let client = try OpenAI()
            let response = try await client.chat.completions.create(
                model: "gpt-6.1-sol",
                messages: [.user("What is an API?")]
            )
            print(response.choices[0].message.content ?? "no text")
            print(response.choices[0].finishReason == .stop)
            print(response.text)  // the same text, or "" if there is none
            """,
        summary: "The text is at response.choices[0].message.content. finish_reason says whether the text is complete."
    ) { stage in
        try await stage.withServer { client, server in
            let request = LessonStage.request([.user("What is an API?")])
            let response = try await client.send(.chatCompletion(request))
            try stage.show(server.exchanges.last, .responseBody)
            try stage.page.text("The path to the text in that response body:")
            let json = try JSONValue(jsonText: String(decoding: response.body, as: UTF8.self))
            let choice = json["choices"]?[0]
            func keys(_ value: JSONValue?) -> String { (value?.objectValue?.keys ?? []).joined(separator: ", ") }
            try stage.page.result(
                """

                response: object (\(keys(json)))
                  choices: array of \(json["choices"]?.arrayValue?.count ?? 0)
                    [0]: object (\(keys(choice)))
                      message: object (\(keys(choice?["message"])))
                        content: string

                \(choice?["message"]?["content"]?.stringValue ?? "null")
                """
            )
        }
    }
}
