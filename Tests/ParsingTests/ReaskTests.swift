import Foundation
import HTTPTypes
import Synchronization
import Testing
import Waiter
import WaiterTestSupport

@Suite("Asking again after an invalid answer")
struct ReaskTests {
    private static let twice = StructuredOutputOptions(maxReasks: 2)

    @Test("Each request has the original messages, the last invalid answer and one correction")
    func history() async throws {
        let model = ScriptedTransport.documents(
            document("Tomato!"),
            document(#"{"name":"Tomato","price":"4.5 euros"}"#),
            document(soupJSON)
        )
        let parsed = try await model.client().chat.completions
            .parse(request, as: Soup.self, structuredOutput: Self.twice)
        #expect(parsed.value == soup && parsed.reasks == 2)
        #expect(parsed.usage == TokenUsage(inputTokens: 21, outputTokens: 9, totalTokens: 30))
        let requests = model.chatRequests
        #expect(requests.map(\.messages.count) == [2, 4, 4])
        #expect(requests[1].messages[2] == .assistant("Tomato!"))
        #expect(requests[2].messages[..<2] == request.messages[...])
        #expect(requests[2].messages[2].text == #"{"name":"Tomato","price":"4.5 euros"}"#)
        #expect(requests[2].messages[3].text.contains("price"))
        #expect(!requests[2].messages[3].text.contains("Tomato!"))
        let schema = try JSONValue(parsing: model.requests[0].body)["response_format"]?["json_schema"]?["schema"]
        #expect(requests[1].messages[3].text.hasSuffix(schema?.jsonText ?? "-"))
        #expect(requests.allSatisfy { $0.responseFormat == requests[0].responseFormat })
    }

    @Test("After the last one the error of its answer is thrown, with the usage of all")
    func exhaustion() async throws {
        let model = ScriptedTransport.documents(document("Tomato!"), document("[]"), document("Soup."))
        let client = try model.client()
        let error = await failure {
            try await client.chat.completions.parse(request, as: Soup.self, structuredOutput: Self.twice)
        }
        #expect(error?.code == .schemaViolation && error?.completion?.text == "Soup.")
        #expect(error?.partial?.usage?.totalTokens == 30)
        #expect(model.requests.count == 3)
    }

    @Test("A refusal, a limit and a filter are not asked about again")
    func final() async throws {
        for answer in [
            document(nil, refusal: "No."), document("{", finish: "length"), document("", finish: "content_filter"),
        ] {
            let model = ScriptedTransport.documents(answer)
            let client = try model.client()
            _ = await failure {
                try await client.chat.completions.parse(request, as: Soup.self, structuredOutput: Self.twice)
            }
            #expect(model.requests.count == 1)
        }
    }

    /// Approves so many attempts.
    private final class Allowance: CallMeter {
        private let left: Mutex<Int>
        let ended = Mutex<[Int?]>([])

        init(_ count: Int) { left = Mutex(count) }

        func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? {
            let isAllowed = left.withLock { left in
                left -= 1
                return left >= 0
            }
            guard isAllowed else { throw OpenAIError(.budgetExceeded, "over budget") }
            return Record(meter: self)
        }

        struct Record: AttemptRecord {
            let meter: Allowance
            func end(_ outcome: AttemptOutcome) {
                meter.ended.withLock { $0.append(outcome.metadata.usage?.totalTokens) }
            }
        }
    }

    @Test("Each request is metered, and one that a budget refuses ends the call with what was answered before")
    func metering() async throws {
        let meter = Allowance(2)
        let model = ScriptedTransport.documents(document("Tomato!"))
        let client = try model.client(meter: meter)
        let error = await failure {
            try await client.chat.completions
                .parse(request, as: Soup.self, structuredOutput: StructuredOutputOptions(maxReasks: 5))
        }
        #expect(error?.code == .budgetExceeded)
        #expect(error?.completion?.text == "Tomato!" && error?.partial?.usage?.totalTokens == 20)
        #expect((error?.underlying as? OpenAIError)?.code == .schemaViolation)
        #expect(meter.ended.withLock { $0 } == [10, 10])
        #expect(model.requests.count == 2)
    }

    @Test("An idempotency key of the caller's is not used twice")
    func idempotency() async throws {
        let model = ScriptedTransport.documents(document("Tomato!"), document(soupJSON))
        let options = RequestOptions(idempotencyKey: "key")
        _ = try await model.client().chat.completions
            .parse(request, as: Soup.self, structuredOutput: Self.twice, options: options)
        #expect(model.requests.map { $0.head.headerFields[.init("idempotency-key") ?? .accept] } == ["key", "key-1"])
    }

    @Test("A long invalid answer is sent back in part")
    func longAnswer() async throws {
        let model = ScriptedTransport.documents(document(String(repeating: "é", count: 100_000)), document(soupJSON))
        _ = try await model.client().chat.completions.parse(request, as: Soup.self, structuredOutput: Self.twice)
        let text = model.chatRequests[1].messages[2].text
        #expect(text.utf8.count == 32 << 10 && text.allSatisfy { $0 == "é" })
    }
}
