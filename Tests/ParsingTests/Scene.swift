import Foundation
import Synchronization
import Testing
import Waiter
import WaiterTestSupport

/// The value that most tests ask for.
struct Soup: Decodable, Sendable, Equatable {
    enum Size: String, Decodable, CaseIterable, Sendable { case small, large }

    var name: String
    var price: Decimal
    var size: Size?
    var ready: Date?
}

let soupJSON = #"{"name":"Tomato","price":4.5,"size":"small","ready":"2026-11-28T12:00:00Z"}"#
let soup = Soup(name: "Tomato", price: 4.5, size: .small, ready: Date(timeIntervalSince1970: 1_795_867_200))

let request = ChatCompletionRequest(model: "m", messages: [.system("Be brief."), .user("Which soup?")])

/// A complete answer as a document.
func document(
    _ content: String?,
    finish: String? = "stop",
    refusal: String? = nil,
    calls: JSONValue? = nil
) -> String {
    var message: JSONObject = ["role": "assistant", "content": content.map { .string($0) } ?? .null]
    message["refusal"] = refusal.map { .string($0) }
    message["tool_calls"] = calls
    let choice: JSONValue = [
        "index": 0, "message": .object(message), "finish_reason": finish.map { .string($0) } ?? .null,
    ]
    let usage: JSONValue = ["prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10]
    return JSONValue.object(["id": "c", "model": "m-1", "choices": [choice], "usage": usage]).jsonText
}

/// The events of a streamed answer.
func events(_ chunks: [String], finish: String? = "stop", refusal: String? = nil) -> [String] {
    var deltas: [JSONObject] = chunks.map { ["content": .string($0)] }
    if let refusal { deltas.append(["refusal": .string(refusal)]) }
    var events = deltas.map { event(["choices": [["index": 0, "delta": .object($0), "finish_reason": .null]]]) }
    if let finish { events.append(event(["choices": [["index": 0, "delta": [:], "finish_reason": .string(finish)]]])) }
    events.append(event(["choices": [], "usage": ["prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10]]))
    events.append("data: [DONE]\n\n")
    return events
}

private func event(_ value: JSONValue) -> String { "data: \(value.jsonText)\n\n" }

extension ScriptedTransport {
    /// A transport that gives these documents, one after another.
    static func documents(_ documents: String...) -> ScriptedTransport {
        ScriptedTransport(steps: documents.map { .json($0) })
    }

    static func events(_ events: [String]) -> ScriptedTransport {
        ScriptedTransport(
            .respond(
                status: 200,
                headers: ["content-type": "text/event-stream"],
                chunks: events.map { Array($0.utf8) }
            )
        )
    }
}

/// Findings that were reported.
final class Findings: Sendable {
    private let list = Mutex<[IgnoredSchema]>([])
    var all: [IgnoredSchema] { list.withLock { $0 } }
    func add(_ finding: IgnoredSchema) { list.withLock { $0.append(finding) } }

    var options: StructuredOutputOptions { StructuredOutputOptions(onIgnoredSchema: { [self] in add($0) }) }
}

/// The error that a call throws.
func failure(_ call: () async throws -> some Any) async -> OpenAIError? {
    await #expect(throws: OpenAIError.self) { _ = try await call() }
}
