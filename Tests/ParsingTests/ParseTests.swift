import Foundation
import Synchronization
import Testing
import Waiter
import WaiterTestSupport

@Suite("Typed answers")
struct ParseTests {
    @Test("An answer is a value with its completion and usage, and the request has the schema of its type")
    func value() async throws {
        let model = ScriptedTransport.documents(document(soupJSON))
        let parsed = try await model.client().chat.completions.parse(request, as: Soup.self)
        #expect(parsed.value == soup)
        #expect(parsed.completion.text == soupJSON && parsed.completion.model == "m-1")
        #expect(parsed.usage?.totalTokens == 10)
        #expect(parsed.reasks == 0 && parsed.ignoredSchema == nil)
        let format = try JSONValue(parsing: model.requests[0].body)["response_format"]
        #expect(format?["type"] == "json_schema")
        #expect(format?["json_schema"]?["name"] == "Soup")
        #expect(format?["json_schema"]?["strict"] == true)
        let schema = format?["json_schema"]?["schema"]
        #expect(schema?["type"] == "object" && schema?["additionalProperties"] == false)
        #expect(schema?["properties"]?.objectValue?.keys == ["name", "price", "size", "ready"])
        #expect(schema?["required"] == ["name", "price", "size", "ready"])
        #expect(model.chatRequests[0].messages == request.messages)
    }

    @Test("The type is inferred, and a model and messages are enough")
    func inference() async throws {
        let client = try ScriptedTransport.documents(document(soupJSON)).client()
        let value: Soup = try await client.chat.completions.parse(request).value
        #expect(value == soup)
        let other: ParsedCompletion<Soup> = try await client.chat.completions.parse(model: "m", messages: ["Which?"])
        #expect(other.value == soup)
    }

    @Test("A schema, a name and a description of one's own are sent, also without strict mode")
    func ownSchema() async throws {
        let model = ScriptedTransport.documents(document(#"{"a":[1,2.5]}"#))
        let schema: JSONValue = [
            "type": "object", "properties": ["a": ["type": "array", "items": ["type": "number"]]], "required": ["a"],
        ]
        var options = StructuredOutputOptions(schema: try JSONSchema(schema), name: "numbers", isStrict: false)
        options.description = "Some numbers."
        let parsed = try await model.client().chat.completions
            .parse(request, as: JSONValue.self, structuredOutput: options)
        #expect(parsed.value == ["a": [1, 2.5]])
        let sent = try JSONValue(parsing: model.requests[0].body)["response_format"]?["json_schema"]
        #expect(sent?["name"] == "numbers" && sent?["description"] == "Some numbers.")
        #expect(sent?["strict"] == nil)
        #expect(sent?["schema"]?["required"] == ["a"])
    }

    @Test("A value that is not an object is wrapped into one, and an answer without the wrapping is read as well")
    func wrapping() async throws {
        let model = ScriptedTransport.documents(
            document(#"{"value":[\#(soupJSON)]}"#),
            document("[\(soupJSON)]"),
            document(#"{"value":12345678901234567890.5}"#)
        )
        let client = try model.client()
        #expect(try await client.chat.completions.parse(request, as: [Soup].self).value == [soup])
        let schema = try JSONValue(parsing: model.requests[0].body)["response_format"]?["json_schema"]?["schema"]
        #expect(schema?["type"] == "object" && schema?["required"] == ["value"])
        #expect(schema?["properties"]?["value"]?["type"] == "array")
        #expect(try await client.chat.completions.parse(request, as: [Soup].self).value == [soup])
        let decimal = try await client.chat.completions.parse(request, as: Decimal.self).value
        #expect(decimal == Decimal(string: "12345678901234567890.5"))
    }

    @Test("A type without a schema is an error, and nothing is sent")
    func noSchema() async throws {
        enum Shape: Decodable, Sendable { case circle(radius: Double) }
        let model = ScriptedTransport.documents(document("{}"))
        let error = await failure { try await model.client().chat.completions.parse(request, as: Shape.self) }
        #expect(error?.code == .invalidSchema)
        #expect(model.requests.isEmpty)
    }

    @Test("Optional properties may be null, absent or there")
    func optionals() async throws {
        for text in [
            #"{"name":"A","price":1,"size":null,"ready":null}"#, #"{"name":"A","price":1}"#,
            #"{"name":"A","price":1,"size":null}"#,
        ] {
            let client = try ScriptedTransport.documents(document(text)).client()
            let value = try await client.chat.completions.parse(request, as: Soup.self).value
            #expect(value == Soup(name: "A", price: 1))
        }
    }

    @Test(
        "Dates in every form of servers are accepted, though only some of them are RFC 3339",
        arguments: [
            "2026-11-28", "2026-11-28 12:00:00", "2026-11-28T12:00:00.123456-00:00", "2026-11-28T13:00:00+0100",
        ]
    )
    func dates(_ text: String) async throws {
        let answer = #"{"name":"A","price":1,"size":null,"ready":"\#(text)"}"#
        let client = try ScriptedTransport.documents(document(answer)).client()
        let parsed = try await client.chat.completions.parse(request, as: Soup.self)
        #expect(parsed.value.ready != nil && parsed.ignoredSchema == nil)
    }

    // MARK: Errors

    @Test("Refusal, length, content filter and violation are errors of their own, with completion and usage")
    func errors() async throws {
        let cases: [(String, OpenAIError.Code)] = [
            (document(nil, refusal: "I cannot."), .refusal),
            (document("", finish: "refusal"), .refusal),
            (document(#"{"name":"Tom"#, finish: "length"), .lengthLimit),
            (document(#"{"name":"Tom"#, finish: "MAX_TOKENS"), .lengthLimit),
            (document(#"{"name":"Tom"#, finish: "content_filter"), .contentFilter),
            (document("", finish: "SAFETY"), .contentFilter),
            (document(#"{"name":"Tomato","price":"much"}"#), .schemaViolation),
            (document("Tomato soup!"), .schemaViolation),
            (document(" \n"), .schemaViolation),
            (document(nil), .schemaViolation),
        ]
        for (answer, code) in cases {
            let client = try ScriptedTransport.documents(answer).client()
            let error = await failure { try await client.chat.completions.parse(request, as: Soup.self) }
            #expect(error?.code == code, "\(answer)")
            #expect(error?.completion?.model == "m-1")
            #expect(error?.partial?.usage?.totalTokens == 10)
            #expect(error?.status == 200)
            #expect(error.map { "\($0)".contains("Tom") } == false, "\(error?.description ?? "")")
        }
    }

    @Test("A violation says where and why")
    func violations() async throws {
        let client = try ScriptedTransport.documents(document(#"{"name":3,"price":true,"size":"huge"}"#)).client()
        let error = await failure { try await client.chat.completions.parse(request, as: Soup.self) }
        let paths = Set(error?.violations.map(\.path) ?? [])
        #expect(paths.isSuperset(of: ["name", "price"]))
        #expect(error?.violations.isEmpty == false)
        #expect(error?.message.hasPrefix("the answer does not conform to the schema of Soup: ") == true)
        #expect(error?.message.hasSuffix(" more)") == true)
    }

    @Test("A value that its type rejects is a violation")
    func rejectedByType() async throws {
        struct Even: Decodable, Sendable {
            struct Odd: Error {}
            var number: Int
            private enum CodingKeys: CodingKey { case number }
            init(from decoder: any Decoder) throws {
                number = try decoder.container(keyedBy: CodingKeys.self).decode(Int.self, forKey: .number)
                if number == 7 { throw Odd() }
            }
        }
        let client = try ScriptedTransport.documents(document(#"{"number":7}"#)).client()
        let error = await failure { try await client.chat.completions.parse(request, as: Even.self) }
        #expect(error?.code == .schemaViolation && error?.underlying is Even.Odd)
    }

    @Test("A tool call in place of an answer is an error that says so")
    func toolCall() async throws {
        let calls: JSONValue = [["id": "1", "type": "function", "function": ["name": "f", "arguments": "{}"]]]
        let answer = document(nil, finish: "tool_calls", calls: calls)
        let model = ScriptedTransport.documents(answer)
        let client = try model.client()
        let options = StructuredOutputOptions(maxReasks: 3)
        let error = await failure {
            try await client.chat.completions.parse(request, as: Soup.self, structuredOutput: options)
        }
        #expect(error?.code == .schemaViolation && error?.message.contains("tool") == true)
        #expect(error?.completion?.message?.toolCalls.count == 1)
        #expect(model.requests.count == 1)
    }

    @Test("Errors of the call itself stay what they are")
    func callErrors() async throws {
        let client = try ScriptedTransport.answers(.status(400, "response_format is not supported")).client()
        let error = await failure { try await client.chat.completions.parse(request, as: Soup.self) }
        #expect(error?.code == .badRequest)
        let cancelled = Task {
            try await ScriptedTransport.answers(.silence).client().chat.completions.parse(request, as: Soup.self)
        }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
    }
}
