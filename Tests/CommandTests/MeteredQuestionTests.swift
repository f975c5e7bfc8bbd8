import Testing
import Waiter
import WaiterTestSupport

@Suite("What questions tell the meter, and ask for its sake")
struct MeteredQuestionTests {
    @Test("What summing up costs is counted under its conversation and its tags")
    func summing() async throws {
        let scene = try Scene { request, _ in
            request.json["stream"] == true ? Reply.stream("ok") : Reply.completion("They spoke of words.")
        }
        let long = String(repeating: "word ", count: 4_000)
        #expect(try await scene.run("ask", "-m", "gpt-4", "1 " + long).exitCode == 0)
        let second = try await scene.run("ask", "-c", "--fit", "summarize", "--tag", "t", "2 " + long)
        #expect(second.exitCode == 0, "\(second.error)")
        #expect(scene.server.requests.count == 3)
        let rows = try await scene.run("usage", "export", "--jsonl").output.split(separator: "\n")
            .map { try JSONValue(jsonText: String($0)) }
        #expect(rows.count == 3)
        #expect(Set(rows.map { $0["conversation"]?.stringValue ?? "none" }).count == 1, "\(rows)")
        #expect(rows.map { $0["tags"] } == [[], ["t"], ["t"]])
    }
}
