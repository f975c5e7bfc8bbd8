internal import Waiter

extension Lesson {
    static let types = Lesson(
        name: "types",
        title: "Typed objects",
        text: """
            A compiler cannot check JSON. If you misspell a name in a dictionary, the mistake is not noticed until \
            the program runs. The library represents requests and responses as Swift types, so the compiler detects \
            a misspelled name.

            The answer itself can also have a type. Describe the answer as a Swift type. The library derives a JSON \
            Schema from this type, sends the schema with the request, and validates the answer. You receive either a \
            complete value of your type or an error.
            """,
        command: """
            waiter --schema 'name, course, price number' 'Invent a dish.'
            """,
        swift: """
            import Waiter

            struct Dish: Decodable, Sendable {
                var name: String
                var course: String
                var price: Double
            }

            let client = try OpenAI()
            let dish = try await client.chat.completions.parse(
                model: "gpt-6.1-sol",
                messages: [.user("Invent a dish.")],
                as: Dish.self
            ).value
            print(dish.name, dish.price)
            """,
        summary: "Describe the answer as a Swift type. The result is either a valid value or an error."
    ) { stage in
        let request = LessonStage.request([.user("Invent a dish.")])
        try await stage.withServer { client, server in
            let dish = try await client.chat.completions.parse(request, as: Dish.self).value
            try stage.show(server.exchanges.last, .requestBody)
            try stage.page.text("The answer is a string that contains JSON. The decoded value is:")
            try stage.page.result("\nDish(name: \"\(dish.name)\", course: \"\(dish.course)\", price: \(dish.price))")
        }
        try stage.page.text(
            "Not every server enforces a schema. If the answer is \"Tomato soup for 6.50.\", the call fails:"
        )
        try await stage.withServer(script: { _, _, _ in
            LessonRules.completion("Tomato soup for 6.50.", promptTokens: 12)
        }) { client, _ in
            do {
                _ = try await client.chat.completions.parse(request, as: Dish.self)
            } catch let error as OpenAIError where error.code == .schemaViolation {
                try stage.show(error)
            }
        }
    }

    private struct Dish: Decodable, Sendable {
        var name: String
        var course: String
        var price: Double
    }
}
