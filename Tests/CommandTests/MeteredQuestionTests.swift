import Testing
import Waiter
import WaiterTestSupport

@Suite("Metering of questions")
struct MeteredQuestionTests {
    /// A server without `stream_options`, with the error message of OpenAI's older servers.
    private func older() throws -> Scene {
        try Scene { request, _ in
            request.json["stream_options"] == nil
                ? Reply.stream("Hello")
                : Reply.error("400 Bad Request", "Unrecognized request argument supplied: stream_options")
        }
    }

    @Test(
        "A server without stream_options gets a second request without them, with -u as well",
        arguments: [[], ["-n"]]
    )
    func report(_ flags: [String]) async throws {
        let scene = try older()
        let command = try await scene.start(["ask", "Hi", "-u", "-m", "gpt-4o"] + flags)
        let result = await scene.finish(command)
        #expect((result.exitCode, result.output) == (0, "Hello\n"), "\(result.error)")
        #expect(scene.server.requests.map { $0.json["stream_options"] != nil } == [true, false])
    }

    @Test("In a chat, only the first question needs a second request without stream_options")
    func chat() async throws {
        let scene = try older()
        let result = try await scene.run("chat", "-m", "gpt-4o", input: .text("one\ntwo\n"))
        #expect((result.exitCode, result.output) == (0, "Hello\nHello\n"), "\(result.error)")
        #expect(scene.server.requests.map { $0.json["stream_options"] != nil } == [true, false, false])
    }

    @Test("-u requests usage from a stream if recording is off, and -o overrides this")
    func wishes() async throws {
        let scene = try Scene { _, _ in Reply.stream("Hello") }
        for words in [["-n"], ["-n", "-u"], ["-n", "-u", "-o", "stream_options", #"{"include_usage": false}"#]] {
            let command = try await scene.start(["ask", "Hi", "-m", "gpt-4o"] + words)
            #expect(await scene.finish(command).exitCode == 0)
        }
        let asked = scene.server.requests.map { $0.json["stream_options"]?["include_usage"] }
        #expect(asked == [true, true, false])
        let shown = try await scene.run("ask", "Hi", "-n", "-u", "-m", "gpt-4o", "--dry-run")
        #expect(try JSONValue(jsonText: shown.output)["stream_options"]?["include_usage"] == true)
    }

    @Test("The cost of a summary is counted under its conversation and tags")
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
