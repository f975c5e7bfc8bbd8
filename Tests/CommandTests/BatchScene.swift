import Synchronization
import Testing
import Waiter
import WaiterTestSupport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A server that answers each prompt with its own text, and files for `waiter batch`.
struct BatchScene {
    let scene: Scene
    var home: String { scene.fixture.waiterHome }
    var output: String { home + "/out.jsonl" }

    /// Creates a scene; the script returns nil to answer.
    init(
        fixture: CommandFixture? = nil,
        _ script: @escaping @Sendable (FaultServer.Request, Int) -> [FaultServer.Step]? = { _, _ in nil }
    ) throws {
        scene = try Scene(fixture: fixture) { request, number in script(request, number) ?? Self.answer(request) }
            .billingListPrices()
    }

    static func prompt(_ request: FaultServer.Request) -> String {
        request.json["messages"]?.arrayValue?.last?["content"]?.stringValue ?? ""
    }

    static func answer(_ request: FaultServer.Request) -> [FaultServer.Step] { answer(prompt(request)) }

    /// Returns an answer with a text or a refusal.
    static func answer(_ text: String?, refusal: String? = nil, finishReason: String = "stop") -> [FaultServer.Step] {
        let message: JSONValue = [
            "role": "assistant", "content": text.map(JSONValue.string) ?? .null,
            "refusal": refusal.map(JSONValue.string) ?? .null,
        ]
        let choice: JSONValue = ["index": 0, "message": message, "finish_reason": .string(finishReason)]
        let body: JSONValue = [
            "id": "c1", "model": "gpt-4o", "choices": [choice],
            "usage": ["prompt_tokens": 8, "completion_tokens": 10, "total_tokens": 18],
        ]
        return [.response(body.jsonText)]
    }

    /// Writes an input file and returns its path.
    func input(_ text: String, name: String = "in.txt") throws -> String {
        try scene.fixture.write(text, to: name)
        return home + "/" + name
    }

    /// Writes a file of prompts, one a line.
    func prompts(_ count: Int) throws -> String {
        try input((1...count).map { "prompt \($0)\n" }.joined())
    }

    static func arguments(_ input: String, _ output: String, _ more: [String] = []) -> [String] {
        ["batch", "run", input, "-o", output, "-m", "gpt-4o", "--max-tokens", "100"] + more
    }

    @discardableResult
    func run(_ input: String, _ more: String..., sourceLocation: SourceLocation = #_sourceLocation) async throws
        -> CommandResult
    {
        let command = try await scene.start(Self.arguments(input, output, more))
        return await scene.finish(command, sourceLocation: sourceLocation)
    }

    /// The lines of the output as JSON.
    func lines() throws -> [JSONValue] {
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: output)), as: UTF8.self)
        #expect(text.hasSuffix("\n"))
        return try text.split(separator: "\n").map { try JSONValue(jsonText: String($0)) }
    }

    /// The texts of the answers by ID.
    func texts() throws -> [String: String] {
        var texts: [String: String] = [:]
        for line in try lines() {
            let id = try #require(line["custom_id"]?.stringValue)
            #expect(texts[id] == nil, "\(id) has two results")
            texts[id] = line["response"]?["body"]?["choices"]?[0]?["message"]?["content"]?.stringValue ?? ""
        }
        return texts
    }

    /// The status of the run as JSON.
    func status(_ name: String = "out") async throws -> JSONValue {
        try JSONValue(jsonText: try await scene.run("batch", "status", name, "--json").output)
    }
}
