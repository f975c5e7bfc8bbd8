internal import Waiter
internal import WaiterModels
internal import WaiterTerminal

extension Lesson {
    static let usage = Lesson(
        name: "usage",
        title: "Usage and cost",
        text: """
            Each response reports its usage: prompt_tokens is the number of tokens that you sent, and \
            completion_tokens is the number of tokens that the model wrote. The two kinds of tokens have different \
            prices. Usually, the tokens of the answer cost more.

            To calculate the cost of a call, multiply each number of tokens by its price, and add the results. A \
            single call costs very little, but a loop that runs all night can be expensive. Limit the length of \
            answers with max_completion_tokens, and set a budget.

            Prices are built into waiter, along with the date on which they were checked. If a price is unknown, the \
            cost is shown as ?, never as 0.
            """,
        command: """
            waiter -u 'What is an API?'              # the cost of this call
            waiter usage                             # the cost of all calls
            waiter usage budget set 5 --per month    # rejects calls that would exceed it
            """,
        swift: """
            import Waiter
            import WaiterModels

            let client = try OpenAI()
            let completion = try await client.chat.completions.create(
                model: "gpt-6.1-sol",
                messages: [.user("What is an API?")]
            )
            if let usage = completion.usage {
                print(usage.promptTokens, usage.completionTokens)
            }
            let cost = ModelCatalogue.builtIn.cost(
                of: completion.usage,
                in: PricingContext(model: "gpt-6.1-sol")
            )
            print(cost)  // in dollars, or ? if a price is unknown
            """,
        summary: "Check the usage of every call. Limit the length of answers, and set a budget before you need one."
    ) { stage in
        try await stage.withServer { client, server in
            let request = LessonStage.request([.user("What is an API?")])
            let completion = try await client.chat.completions.create(request)
            try stage.show(server.exchanges.last, .responseBody)
            let catalogue = try UserCatalogue.load(stage.context.directories())
            try stage.page.text("The lesson server is free. The cost of the same number of tokens for each model:")
            try stage.page.result("")
            for model in [LessonRules.model, "gpt-6.1-sol", "gpt-6.1-terra"] {
                let cost = catalogue.cost(of: completion.usage, in: PricingContext(model: model))
                try stage.page.result("\(ColumnText.padded(model, to: 16))\(cost.total.map { "\($0)" } ?? "?")")
            }
            let thousand = catalogue.cost(
                of: completion.usage.map {
                    CompletionUsage(promptTokens: $0.promptTokens * 1000, completionTokens: $0.completionTokens * 1000)
                },
                in: PricingContext(model: "gpt-6.1-sol")
            )
            try stage.page.text("A thousand such calls to gpt-6.1-sol: \(thousand.total.map { "\($0)" } ?? "?").")
        }
        try await stage.withLocalModel("The same question, answered by the local model, which is free:") {
            client,
            model in
            var request = ChatCompletionRequest(model: model, messages: [.user("What is an API?")])
            request.maxTokens = 40
            let usage = try await client.chat.completions.create(request).usage
            try stage.page.result(
                """

                prompt_tokens      \(usage.map { "\($0.promptTokens)" } ?? "?")
                completion_tokens  \(usage.map { "\($0.completionTokens)" } ?? "?")
                """
            )
        }
    }
}
