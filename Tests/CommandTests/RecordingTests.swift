import Foundation
import Testing
import Waiter
import WaiterConversation
import WaiterPlatform
import WaiterStore
import WaiterTestSupport

@Suite("Recording of questions and answers")
struct RecordingTests {
    /// A server that answers with the question and the number of previous messages.
    private func echo() throws -> Scene {
        try Scene { request, _ in
            let messages = request.json["messages"]?.arrayValue ?? []
            return Reply.stream("(\(messages.count)) ", messages.last?["content"]?.stringValue ?? "?")
        }
    }

    private func store(_ scene: Scene) throws -> ConversationStore {
        try ConversationStore(path: scene.fixture.waiterHome + "/waiter.sqlite3")
    }

    private func last(_ scene: Scene) throws -> Conversation {
        let store = try store(scene)
        return try store.conversation(store.identify("last")).conversation
    }

    @Test("-c sends the previous messages with the same model and profile, and continues the conversation")
    func continuing() async throws {
        let scene = try echo()
        try await scene.run("-m", "m1", "-s", "Be brief.", "My name is Bob.")
        let second = try await scene.run("-c", "What is my name?")
        #expect(second.output == "(4) What is my name?\n")
        #expect(second.error == "")
        #expect(scene.server.requests[1].json["model"]?.stringValue == "m1")
        try await scene.run("-m", "m2", "Something else")
        try await scene.run("-c", "-m", "m3", "more")
        #expect(scene.server.requests[3].json["model"]?.stringValue == "m3")
        #expect(scene.server.requests[3].json["messages"]?.arrayValue?.count == 3)
        #expect(try last(scene).messages.map(\.text) == ["Something else", "(1) Something else", "more", "(3) more"])
        await #expect(try store(scene).list().count == 2)
    }

    @Test("-s with -c replaces the system prompt of the request, and earlier messages keep the old one")
    func replacedSystem() async throws {
        let scene = try echo()
        func sent() throws -> [[String]] {
            let messages = try #require(scene.server.requests.last?.json["messages"]?.arrayValue)
            return messages.map { [$0["role"]?.stringValue ?? "", $0["content"]?.stringValue ?? ""] }
        }
        try await scene.run("-s", "Be brief.", "one")
        for system in ["Be loud.", "Be loud.", ""] {
            try await scene.run("-c", "-s", system, "more")
            let others = try sent().filter { $0[0] != "system" }
            #expect(others.first == ["user", "one"] && others.last == ["user", "more"])
            #expect(
                try sent().filter { $0[0] == "system" } == (system.isEmpty ? [] : [["system", system]]),
                "\(system)"
            )
        }
        let dry = try await scene.run("-c", "-s", "Be kind.", "--dry-run", "more")
        #expect(dry.output.split(separator: #""system""#).count == 2)
        let branches = try await scene.run("log", "show", "last", "--branches").output
        #expect(branches.contains("system: Be brief.") && branches.contains("* system: Be loud.") == false)
        await #expect(try store(scene).list().count == 1)
        // The same from a file, with a system message in the middle, which many servers reject.
        let messages =
            #"[{"role":"system","content":"A"},{"role":"user","content":"q"},{"role":"developer","content":"B"}]"#
        try scene.fixture.write(messages, to: "m.json")
        try await scene.run("--messages", scene.fixture.waiterHome + "/m.json", "-s", "C", "r")
        #expect(try sent() == [["system", "C"], ["user", "q"], ["user", "r"]])
    }

    @Test("--id continues any conversation by a prefix of its ID; unknown and ambiguous ones are reported")
    func byID() async throws {
        let scene = try echo()
        try await scene.run("-m", "m", "first")
        try await scene.run("-m", "m", "second")
        let first = try await #require(try store(scene).list().last?.id.text)
        #expect(try await scene.run("--id", String(first.prefix(14)), "third").output == "(3) third\n")
        let unknown = try await scene.run("--id", "zzzz", "x")
        #expect(unknown.exitCode == 2)
        #expect(unknown.error == "waiter: no such conversation: zzzz; see: waiter log\n")
        let short = try await scene.run("--id", "01", "x")
        #expect(short.exitCode == 2)
        #expect(short.error.contains("at least 4 characters"))
        #expect(scene.server.requests.count == 3)
    }

    @Test("Without any conversation, -c reports an error and creates no file")
    func nothingYet() async throws {
        let scene = try echo()
        let result = try await scene.run("-c", "-m", "m", "x")
        #expect(result.exitCode == 2)
        #expect(result.error == "waiter: no conversations yet\n")
        #expect(try scene.fixture.files().isEmpty)
    }

    @Test("After a failed first question, -c continues the conversation with an answer, with a notice")
    func continuingAfterFailure() async throws {
        let scene = try Scene { request, _ in
            let messages = request.json["messages"]?.arrayValue ?? []
            let text = messages.last?["content"]?.stringValue ?? "?"
            return text == "fail" ? Reply.error("400 Bad Request", "no") : Reply.stream("(\(messages.count)) ", text)
        }
        #expect(try await scene.run("-m", "m", "fail").exitCode == 1)
        // Without any answer, there is nothing else to continue.
        #expect(try await scene.run("-c", "one").output == "(1) one\n")
        #expect(try await scene.run("-m", "m", "fail").exitCode == 1)
        let next = try await scene.run("-c", "two")
        #expect(next.output == "(3) two\n")
        #expect(
            next.error.hasPrefix("waiter: the last question has no answer; continuing the previous conversation: ")
        )
        #expect(try await scene.run("-c", "fail").exitCode == 1)
        #expect(try await scene.run("-c", "three").output == "(5) three\n")
    }

    @Test("-n and WAITER_NO_LOG store no content, but the ledger records the calls")
    func unrecorded() async throws {
        let scene = try echo()
        try await scene.run("-n", "-m", "m", "secret")
        try await scene.run("-m", "m", "secret", environment: ["WAITER_NO_LOG": "1"])
        #expect(try await scene.run("log").output == "")
        for name in try scene.fixture.files() {
            let path = scene.fixture.waiterHome + "/" + name
            let data = try #require(FileManager.default.contents(atPath: path))
            #expect(data.range(of: Data("secret".utf8)) == nil, "\(name)")
        }
        let rows = try await scene.run("usage", "export", "--jsonl").output.split(separator: "\n")
            .map { try JSONValue(jsonText: String($0)) }
        #expect(rows.count == 2)
        #expect(rows.allSatisfy { $0["conversation"]?.stringValue == nil }, "\(rows)")
        try await scene.run("-m", "m", "public")
        #expect(try await scene.run("-c", "-n", "secret").output == "(3) secret\n")
        #expect(try last(scene).messages.map(\.text) == ["public", "(1) public"])
    }

    @Test("--messages starts with the messages in a file, which may end with the question")
    func messages() async throws {
        let scene = try echo()
        try scene.fixture.write(
            #"{"model": "from-file", "messages": [{"role": "system", "content": "S"}, {"role": "user", "content": "Q"}]}"#,
            to: "chat.json"
        )
        let path = scene.fixture.waiterHome + "/chat.json"
        #expect(try await scene.run("--messages", path).output == "(2) Q\n")
        #expect(try await scene.run("--messages", path, "-m", "m", "and?").output == "(3) and?\n")
        let piped = #"[{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]"#
        #expect(try await scene.run("--messages", "-", "-m", "m", "c", input: .text(piped)).output == "(3) c\n")
        for (text, words) in [
            ("[{", "not valid JSON"), ("{}", "no messages"), ("[]", "no messages"),
            ("[1]", "not a valid chat request"),
        ] {
            let result = try await scene.run("--messages", "-", "-m", "m", "c", input: .text(text))
            #expect(result.exitCode == 2)
            #expect(result.error.contains(words), "\(result.error)")
        }
        #expect(try await scene.run("--messages", "/nowhere", "-m", "m").exitCode == 2)
        #expect(try await scene.run("-c", "--messages", "-", "x").exitCode == 2)
        #expect(scene.server.requests.count == 3)
    }

    @Test("Ctrl-C stores the partial answer as interrupted")
    func interruption() async throws {
        let gate = Gate()
        let scene = try Scene { _, _ in [.eventStreamHead, Reply.piece("half an"), .wait(gate)] + Reply.end() }
        let command = try await scene.start(["-m", "m", "Tell"])
        #expect(await command.waitForOutput("half an"))
        command.send(signal: SIGINT)
        let result = await scene.finish(command)
        gate.open()
        #expect(result.exitCode == 130)
        let nodes = try last(scene).nodes
        #expect(nodes.map(\.message.text) == ["Tell", "half an"])
        #expect(nodes.last?.status == .interrupted)
    }

    @Test("The question is stored before it is sent, and also if the server rejects it")
    func refusal() async throws {
        let (arrived, gate) = (Gate(), Gate())
        let scene = try Scene { _, count in
            count == 0 ? [.open(arrived), .wait(gate)] + Reply.error("400 Bad Request", "no") : Reply.stream("yes")
        }
        let command = try await scene.start(["-m", "m", "Please"])
        await arrived.wait()
        #expect(try last(scene).messages.map(\.text) == ["Please", ""])
        gate.open()
        #expect(await scene.finish(command).exitCode == 1)
        #expect(try last(scene).messages.map(\.text) == ["Please"])
        #expect(try await scene.run("-c", "Again").output == "yes\n")
        // A request has one question: an unanswered one becomes a branch.
        #expect(scene.server.requests[1].json["messages"]?.arrayValue?.count == 1)
        #expect(try last(scene).nodes.map(\.message.text) == ["Please", "Again", "yes"])
    }

    @Test("Summary calls are stored with the conversation, and a failed one is reported as such")
    func summaries() async throws {
        let long = String(repeating: "word ", count: 3_000)
        let scene = try Scene { request, _ in
            let messages = request.json["messages"]?.arrayValue ?? []
            guard messages.first?["role"]?.stringValue == "system" else { return Reply.stream("answer") }
            let isSummary = request.json["stream"] == nil
            if !isSummary { return Reply.stream("summed up") }
            return (messages.last?["content"]?.stringValue ?? "").contains("third")
                ? Reply.error("400 Bad Request", "no", code: "context_length_exceeded") : Reply.completion("all of it")
        }
        #expect(try await scene.run("-m", "gpt-4", "first \(long)").exitCode == 0)
        #expect(try await scene.run("-c", "--fit", "none", "second \(long)").exitCode == 0)
        let none = try await scene.run("-c", "--fit", "none", "third \(long)")
        #expect(none.exitCode == 4)
        #expect(none.error.contains("--fit oldest to omit"), "\(none.error)")
        #expect(try await scene.run("-c", "--fit", "summarize", "third \(long)").output == "summed up\n")
        let shown = try JSONValue(jsonText: try await scene.run("log", "show", "last", "--json").output)
        let calls = try #require(shown["calls"]?.arrayValue)
        #expect(calls.count == scene.server.requests.count)
        let texts = calls.map(\.jsonText)
        let summaries = texts.count { $0.contains("Summarize the following conversation") && $0.contains("all of it") }
        #expect(summaries == calls.count - 3)
        #expect(try last(scene).messages.count == 6)
        #expect(try await scene.run("-c", "--fit", "summarize", "fourth \(long)").exitCode == 0)
        let failed = try await scene.run("-c", "--fit", "summarize", "fifth \(long)")
        #expect(failed.exitCode == 4)
        #expect(failed.error.contains("cannot summarize the earlier messages"), "\(failed.error)")
        #expect(failed.error.contains("--fit oldest"), "\(failed.error)")
    }

    @Test("A context window reported by a server is used by later commands for a day")
    func learnedContext() async throws {
        let words = String(repeating: "word ", count: 150)
        let scene = try Scene { request, _ in
            let texts = (request.json["messages"]?.arrayValue ?? []).compactMap { $0["content"]?.stringValue }
            let tokens = texts.reduce(0) { $0 + $1.count / 5 }
            guard tokens > 400 else { return Reply.stream("fine") }
            return Reply.error(
                "400 Bad Request",
                "This model's maximum context length is 400 tokens. However, your messages resulted in \(tokens) tokens.",
                code: "context_length_exceeded"
            )
        }
        try await scene.run("-m", "m", "one \(words)")
        try await scene.run("-c", "two \(words)")
        try await scene.run("-c", "three \(words)")
        // The third one did not fit, and was sent again with less context.
        #expect(scene.server.requests.count == 4)
        #expect(try await scene.run("-c", "four \(words)").output == "fine\n")
        #expect(scene.server.requests.count == 5)
    }

    @Test("A missing profile is reported as that of the conversation")
    func lostProfile() async throws {
        let scene = try echo()
        try await scene.run("-m", "m", "first")
        var stored = try await store(scene).conversation(try store(scene).identify("last"))
        stored.profile = "elsewhere"
        try await store(scene).save(&stored)
        let result = try await scene.run("-c", "second")
        #expect(result.exitCode == 2)
        #expect(
            result.error.hasPrefix(
                "waiter: unknown profile 'elsewhere' (the conversation); choose one with -P; see: waiter config profiles"
            ),
            "\(result.error)"
        )
        #expect(try await scene.run("-c", "-P", "openai", "-m", "m", "second").exitCode == 0)
    }

    @Test("A question sent while another is being answered becomes a separate branch, and both are stored")
    func beside() async throws {
        let (arrived, gate) = (Gate(), Gate())
        let scene = try Scene { _, count in
            switch count {
            case 0: Reply.stream("hello")
            case 1: [.open(arrived), .wait(gate)] + Reply.error("400 Bad Request", "no")
            default: Reply.stream("beside it")
            }
        }
        #expect(try await scene.run("-m", "m", "Hi").exitCode == 0)
        let waiting = try await scene.start(["-c", "Slow"])
        await arrived.wait()
        #expect(try await scene.run("-c", "Quick").output == "beside it\n")
        #expect(scene.server.requests[2].json["messages"]?.arrayValue?.count == 3)
        gate.open()
        #expect(await scene.finish(waiting).exitCode == 1)
        let nodes = try last(scene).nodes
        #expect(Set(nodes.map(\.message.text)) == ["Hi", "hello", "Slow", "Quick", "beside it"])
        #expect(try await scene.run("log", "show", "--branches").exitCode == 0)
    }

    @Test("A ledger that is not writable is reported once, and the answer is printed")
    func unwritable() async throws {
        let scene = try echo()
        let script = #"ulimit -f 8; exec "$0" -m m question"#
        let full = try await scene.fixture.run(
            ["-c", script, CommandFixture.executable ?? ""],
            environment: scene.environment,
            executable: "/bin/sh"
        )
        #expect(full.output == "(1) question\n")
        #expect(full.exitCode == 0)
        #expect(full.errorLines.count == 1)
        #expect(full.error.contains("the conversation and its cost are not recorded"))

        let other = try echo()
        try other.fixture.write(
            "This is no database, but a text of some length, which somebody may want.",
            to: "waiter.sqlite3"
        )
        let damaged = try await other.run("-m", "m", "question")
        #expect(damaged.output == "(1) question\n")
        #expect(damaged.exitCode == 0)
        #expect(damaged.errorLines.count == 1)
        #expect(damaged.error.contains("is not a database"))
        #expect(try await other.run("-c", "more").exitCode == 1)
    }

    @Test("The oldest messages are omitted to fit, with a notice; --fit none sends nothing and exits with 4")
    func fitting() async throws {
        // The server counts like the local counter and reports it: the limit is learned from that.
        let scene = try Scene { request, _ in
            let messages = request.json["messages"]?.arrayValue ?? []
            let tokens = messages.reduce(0) { $0 + ($1["content"]?.stringValue?.utf8.count ?? 0) / 4 }
            guard tokens <= 300 else {
                return [
                    .response(
                        #"{"error":{"code":400,"message":"too long","type":"exceed_context_size_error","#
                            + #""n_prompt_tokens":\#(tokens),"n_ctx":300}}"#,
                        status: "400 Bad Request"
                    )
                ]
            }
            return Reply.stream("ok \(messages.count)")
        }
        let long = String(repeating: "words and ", count: 40)
        try await scene.run("-m", "m", "one " + long)
        try await scene.run("-c", "two " + long)
        let third = try await scene.run("-c", "three " + long)
        #expect(third.exitCode == 0, "\(third.error)")
        #expect(third.error.contains("omitted"))
        #expect(
            scene.server.requests.last?.json["messages"]?.arrayValue?.last?["content"]?.stringValue?.hasPrefix("three")
                == true
        )
        // All of it is stored.
        #expect(try last(scene).messages.count == 6)
        let strict = try await scene.run("-c", "--fit", "none", "four " + long)
        #expect(strict.exitCode == 4)
        let alone = try await scene.run("-c", String(repeating: long, count: 5))
        #expect(alone.exitCode == 4)
        #expect(alone.error.contains("tokens"))
    }
}
