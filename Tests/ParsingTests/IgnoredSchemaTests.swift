import Foundation
import Logging
import Testing
import Waiter
import WaiterTestSupport

@Suite("Servers that ignore the schema")
struct IgnoredSchemaTests {
    @Test(
        "JSON in a code fence, or after thoughts, is accepted",
        arguments: [
            "```json\n\(soupJSON)\n```", "Here it is:\n\n```\n\(soupJSON)\n```\nEnjoy!", "```json\(soupJSON)```",
            "```json\n\(soupJSON)", "```swift\nlet x = 1\n```\n```json\n\(soupJSON)\n```",
            "```json\n{\"name\": 1}\n```\nNo:\n```json\n\(soupJSON)\n```",
            "So.</think> <think>x</think>```json\n\(soupJSON)\n```",
        ]
    )
    func embedded(_ text: String) async throws {
        let findings = Findings()
        let client = try ScriptedTransport.documents(document(text)).client()
        let parsed = try await client.chat.completions
            .parse(request, as: Soup.self, structuredOutput: findings.options)
        #expect(parsed.value == soup)
        #expect(parsed.ignoredSchema?.server == "api.openai.com")
        #expect(findings.all.count == 1)
    }

    @Test("A block of thoughts before the JSON is no sign of an ignored schema")
    func thoughts() async throws {
        for text in [
            "<think>Soup?</think>\n\(soupJSON)", "Soup?\n</think>\n\(soupJSON)", "So: <think>Soup?</think>\(soupJSON)",
            "Soup?</think> \(soupJSON)",
        ] {
            let findings = Findings()
            let client = try ScriptedTransport.documents(document(text)).client()
            let parsed = try await client.chat.completions
                .parse(request, as: Soup.self, structuredOutput: findings.options)
            #expect(parsed.value == soup)
            #expect(parsed.ignoredSchema == nil && findings.all.isEmpty)
            if text.hasPrefix("<think>") { #expect(parsed.completion.message?.reasoning == "Soup?") }
        }
    }

    @Test("Each server and model is reported once by a client, to the log and to the closure")
    func once() async throws {
        let findings = Findings()
        let log = LogLines()
        let model = ScriptedTransport.documents(document("Tomato soup!"))
        let client = try model.client { $0.logger = log.logger }
        var other = request
        other.model = "n"
        for request in [request, request, other, request] {
            _ = await failure {
                try await client.chat.completions.parse(request, as: Soup.self, structuredOutput: findings.options)
            }
        }
        #expect(
            findings.all == [
                IgnoredSchema(server: "api.openai.com", model: "m", reason: "the answer is not JSON"),
                IgnoredSchema(server: "api.openai.com", model: "n", reason: "the answer is not JSON"),
            ]
        )
        #expect(
            findings.all[0].description
                == "api.openai.com ignored the request's JSON schema (model m): the answer is not JSON"
        )
        let warnings = log.all.filter { $0.hasPrefix("warning") }
        #expect(warnings.count == 2)
        #expect(warnings.allSatisfy { $0.contains("api.openai.com") && !$0.contains("Tomato") }, "\(warnings)")
    }

    @Test("A violation that a grammar would have prevented is a sign, others are not")
    func signs() async throws {
        let schema = try JSONSchema(
            #"{"type":"object","properties":{"n":{"type":"number","minimum":5}},"required":["n"]}"#
        )
        for (answer, isSign) in [
            (#"{"n":1}"#, false), (#"{"n":"1"}"#, true), (#"{"m":1}"#, true), (#"{"n":7}"#, false),
        ] {
            let findings = Findings()
            var options = findings.options
            options.schema = schema
            let client = try ScriptedTransport.documents(document(answer)).client()
            _ = try? await client.chat.completions
                .parse(request, as: JSONValue.self, structuredOutput: options)
            #expect(findings.all.isEmpty != isSign, "\(answer)")
        }
    }

    @Test("An answer cut off at the limit is no sign")
    func cutOff() async throws {
        let findings = Findings()
        let client = try ScriptedTransport.documents(document("{\"na", finish: "length")).client()
        _ = await failure {
            try await client.chat.completions.parse(request, as: Soup.self, structuredOutput: findings.options)
        }
        #expect(findings.all.isEmpty)
    }

    @Test("A text of fences costs time in proportion to its length", .timeLimit(.minutes(1)))
    func manyFences() async throws {
        let text = String(repeating: "```json\n[\"a\", ", count: 20_000)
        let client = try ScriptedTransport.documents(document(text)).client()
        let error = await failure { try await client.chat.completions.parse(request, as: Soup.self) }
        #expect(error?.code == .schemaViolation)
    }
}
