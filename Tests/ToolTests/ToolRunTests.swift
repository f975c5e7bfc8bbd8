import Foundation
import HTTPTypes
import Testing
import Waiter
import WaiterTestSupport

@Suite("Tool loops", .timeLimit(.minutes(1)))
struct ToolRunTests {
    private func call(_ id: String, _ name: String = "add", _ n: Int = 1) -> ToolCall {
        .function(id: id, name: name, arguments: #"{"n":\#(n)}"#)
    }

    @Test("Steps stream: chunks, then calls and their results, then the answer")
    func streaming() async throws {
        let model = ScriptedTransport.answers(.toolCall("add", #"{"n":1}"#, id: "a"), .stream("It ", "is 2"))
        let run = try model.client().chat.completions.run(request(), tools: [tool("add") { _ in "2" }])
        var seen: [String] = []
        for try await step in run {
            for try await event in step {
                switch event {
                case .chunk: if !event.text.isEmpty { seen.append(event.text) }
                case .discarded: seen.append("discarded")
                case .started(let call): seen.append("\(step.number): \(call.name)\(call.arguments.jsonText)")
                case .finished(let call, let output): seen.append("\(call.id)=\(output.text)")
                }
            }
            seen.append("step \(step.number) of \(step.results.count)")
        }
        #expect(seen == [#"1: add{"n":1}"#, "a=2", "step 1 of 1", "It ", "is 2", "step 2 of 0"])
        #expect(run.end == .answered)
        #expect(run.mode == .native)
        #expect(run.completion?.text == "It is 2")
        let sent = model.chatRequests
        #expect(sent.count == 2)
        #expect(sent[0].tools?.map(\.name) == ["add"])
        #expect(sent[0].streamOptions?.includeUsage == true)
        #expect(sent[1].messages.map(\.role) == [.user, .assistant, .tool])
        #expect(sent[1].messages[1].toolCalls == [call("a")])
        #expect(sent[1].messages[2] == .tool("2", toolCallID: "a"))
        #expect(run.checkpoint?.request.messages.count == 4)
        #expect(run.progress.totalTokens ?? 0 > 0)
    }

    @Test("A collected run needs no loop, and can be iterated only once")
    func collecting() async throws {
        let model = ScriptedTransport.answers(.toolCall("add", #"{"n":1}"#), "Done")
        let run = try model.client().chat.completions.run(request(), tools: [tool("add")])
        #expect(try await run.collect().text == "Done")
        await #expect(throws: OpenAIError.self) { try await run.collect() }
        #expect(model.chatRequests.count == 2)
    }

    @Test("A typed tool decodes its arguments and encodes its result")
    func typed() async throws {
        struct Addends: Decodable {
            var left: Int
            var right: Int?
        }
        struct Sum: Codable {
            var sum: Int
        }
        let add = try FunctionTool("add", description: "Adds.") { (numbers: Addends) in
            Sum(sum: numbers.left + (numbers.right ?? 0))
        }
        let model = ScriptedTransport.answers(
            .toolCall("add", #"{"left":1,"right":2}"#),
            .toolCall("add", #"{"left":1}"#),
            "3"
        )
        let run = try model.client().chat.completions.run(request(), tools: [add])
        _ = try await run.collect()
        #expect(results(model.chatRequests[2].messages) == [#"{"sum":3}"#, #"{"sum":1}"#])
        #expect(model.chatRequests[0].tools?.count == 1)
    }

    @Test("Tools keep their order, after the request's own tools, in every step")
    func order() async throws {
        let model = ScriptedTransport.answers(.toolCall("b", #"{"n":1}"#), "Done")
        var request = request()
        request.tools = [.function(name: "hosted")]
        let run = try model.client().chat.completions.run(request, tools: [tool("c"), tool("b"), tool("a")])
        _ = try await run.collect()
        #expect(
            model.chatRequests.map { $0.tools?.map(\.name) } == Array(repeating: ["hosted", "c", "b", "a"], count: 2)
        )
    }

    @Test("A forced choice applies until a tool has been called")
    func forcedChoice() async throws {
        let model = ScriptedTransport.answers(.toolCall("add", #"{"n":1}"#), "Done")
        var request = request()
        request.toolChoice = .required
        _ = try await model.client().chat.completions.run(request, tools: [tool("add")]).collect()
        #expect(model.chatRequests.map(\.toolChoice) == [.required, .auto])
    }

    @Test("Independent tools run concurrently, and their results keep the order of the calls")
    func concurrency() async throws {
        let meeting = Meeting(of: 3)
        let model = ScriptedTransport.answers(
            .toolCalls(call("a", "free", 1), call("b", "free", 2), call("c", "free", 3)),
            "Done"
        )
        let free = try tool("free", isIndependent: true) { arguments in
            // Each waits for the others.
            await meeting.arrive()
            return ToolOutput("\(arguments["n"]?.intValue ?? 0)")
        }
        _ = try await model.client().chat.completions.run(request(), tools: [free]).collect()
        #expect(results(model.chatRequests[1].messages) == ["1", "2", "3"])
    }

    @Test("Other tools run one after another")
    func sequence() async throws {
        let journal = Journal()
        let model = ScriptedTransport.answers(.toolCalls(call("a", "tied", 1), call("b", "tied", 2)), "Done")
        let tied = try tool("tied") { arguments in
            journal.note("begin \(arguments.jsonText)")
            await Task.yield()
            journal.note("end \(arguments.jsonText)")
            return ""
        }
        _ = try await model.client().chat.completions.run(request(), tools: [tied]).collect()
        let expected = [#"begin {"n":1}"#, #"end {"n":1}"#, #"begin {"n":2}"#, #"end {"n":2}"#]
        #expect(journal.all == expected)
    }

    @Test("A tool's error is reported to the model, which continues")
    func toolError() async throws {
        struct Broken: Error, CustomStringConvertible {
            let description = "the disk is full"
        }
        let model = ScriptedTransport.answers(.toolCall("add", #"{"n":1}"#), "Sorry")
        let run = try model.client().chat.completions.run(request(), tools: [tool("add") { _ in throw Broken() }])
        #expect(try await run.collect().text == "Sorry")
        #expect(results(model.chatRequests[1].messages) == ["error: the disk is full"])
    }

    @Test("A tool that hangs and ignores cancellation is abandoned at its time limit")
    func hangingTool() async throws {
        let clock = ManualClock(skipsPauses: true)
        let model = ScriptedTransport.answers(.toolCall("hang", #"{"n":1}"#), "Too slow")
        let hang = try tool("hang") { _ in
            await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
            return ""
        }
        let run = try model.client(clock: clock).chat.completions.run(request(), tools: [hang])
        let task = Task { try await run.collect().text }
        while run.progress.attempted.isEmpty { await Task.yield() }
        await clock.waitForSleepers()
        clock.advance(by: .seconds(60))
        #expect(try await task.value == "Too slow")
        #expect(results(model.chatRequests[1].messages)[0].hasPrefix("error: the call timed out after 60"))
    }

    @Test("Stop conditions end the loop with the results of its last step")
    func stops() async throws {
        let model = ScriptedTransport.answers(.toolCall("add", #"{"n":1}"#))
        let run = try model.client().chat.completions.run(
            request(),
            tools: [tool("add")],
            until: .called("add") || .steps(9)
        )
        try await run.collect()
        #expect(run.end == .stopped("a call to add or 9 steps"))
        #expect(run.checkpoint?.request.messages.last?.role == .tool)
        let again = try model.client().chat.completions.resume(
            try #require(run.checkpoint),
            tools: [tool("add")],
            until: .steps(2)
        )
        try await again.collect()
        #expect(again.end == .stopped("2 steps"))
        #expect(again.progress.steps.count == 2)
    }

    @Test("Endlessly repeating the same call ends in an error")
    func repetition() async throws {
        let model = ScriptedTransport.answers(.toolCall("add", #"{"n":1}"#))
        let run = try model.client().chat.completions.run(request(), tools: [tool("add")])
        let error = await #expect(throws: OpenAIError.self) { try await run.collect() }
        #expect(error?.code == .toolLoop)
        #expect(model.chatRequests.count == 3)
        // IDs are unique although the model repeats them.
        let ids = run.checkpoint?.request.messages.compactMap(\.toolCallID)
        #expect(ids == ["call_1", "call_1-2", "call_1-3"])
    }

    // MARK: Approval

    @Test("A tool's rules take precedence over the loop's rule")
    func approval() async throws {
        let journal = Journal()
        let model = ScriptedTransport.answers(
            .toolCalls(call("a", "free"), call("b", "locked"), call("c", "open")),
            "Done"
        )
        var locked = try tool("locked")
        locked.approval = { .denied(reason: "locked for \($0.id)") }
        var open = try tool("open") { _ in "opened" }
        open.approval = { _ in .approved }
        var free = try tool("free") { _ in "free" }
        free.approval = { _ in .notApplicable }
        var settings = ToolRunSettings()
        settings.approval = { call in
            journal.note(call.id)
            return .denied(reason: "no")
        }
        _ = try await model.client().chat.completions.run(request(), tools: [free, locked, open], settings: settings)
            .collect()
        #expect(journal.all == ["a"])
        let expected = ["error: the call was denied: no", "error: the call was denied: locked for b", "opened"]
        #expect(results(model.chatRequests[1].messages) == expected)
    }

    @Test("A question to the user suspends the loop; its checkpoint continues it", arguments: [true, false])
    func suspension(isApproved: Bool) async throws {
        let journal = Journal()
        let model = ScriptedTransport.answers(.toolCall("deploy", #"{"n":1}"#, id: "a"), "Done")
        var deploy = try tool("deploy") { _ in
            journal.note("deployed")
            return "ok"
        }
        deploy.approval = { _ in .askUser(prompt: "Deploy?") }
        let client = try model.client()
        let run = client.chat.completions.run(request(), tools: [deploy])
        try await run.collect()
        #expect(run.end == .suspended)
        #expect(journal.all.isEmpty)
        let data = try JSONEncoder().encode(try #require(run.checkpoint))
        let checkpoint = try JSONDecoder().decode(ToolCheckpoint.self, from: data)
        #expect(checkpoint == run.checkpoint)
        #expect(checkpoint.progress.waiting.map(\.id) == ["a"])

        let resolution = isApproved ? ToolResolution.approved : .denied(reason: "not today")
        let later = client.chat.completions.resume(checkpoint, with: ["a": resolution], tools: [deploy])
        #expect(try await later.collect().text == "Done")
        #expect(journal.all == (isApproved ? ["deployed"] : []))
        #expect(
            results(model.chatRequests[1].messages) == [isApproved ? "ok" : "error: the call was denied: not today"]
        )
    }

    @Test("A decision about a tool that has since changed suspends the loop again")
    func changedTool() async throws {
        let model = ScriptedTransport.answers(.toolCall("deploy", #"{"n":1}"#, id: "a"), "Done")
        var deploy = try tool("deploy")
        deploy.approval = { _ in .askUser() }
        let client = try model.client()
        let run = client.chat.completions.run(request(), tools: [deploy])
        try await run.collect()
        var changed = FunctionTool("deploy", description: "Deletes everything.", parameters: try numbers()) { _ in
            Issue.record("ran without approval")
            return ""
        }
        changed.approval = { _ in .askUser() }
        let checkpoint = try #require(run.checkpoint)
        let later = client.chat.completions.resume(checkpoint, with: ["a": .approved], tools: [changed])
        try await later.collect()
        #expect(later.end == .suspended)
        #expect(model.chatRequests.count == 1)
    }

    @Test("Calls to tools without a function, and to the request's own tools, are returned to the caller")
    func handedOut() async throws {
        let model = ScriptedTransport.answers(.toolCalls(call("a", "human"), call("b", "hosted")), "Thanks")
        var request = request()
        request.tools = [.function(name: "hosted")]
        let human = FunctionTool("human", description: "Asks a human.", parameters: nil)
        let client = try model.client()
        let run = client.chat.completions.run(request, tools: [human])
        try await run.collect()
        #expect(run.end == .handedOut)
        let checkpoint = try #require(run.checkpoint)
        #expect(checkpoint.progress.waiting.map(\.id) == ["a", "b"])
        let later = client.chat.completions.resume(
            checkpoint,
            with: ["a": .output("yes"), "b": .output("x")],
            tools: [human]
        )
        #expect(try await later.collect().text == "Thanks")
        #expect(results(model.chatRequests[1].messages) == ["yes", "x"])
    }

    // MARK: Interruption

    @Test("Cancellation in the middle of a side effect says what was attempted, and it is not run again")
    func cancellation() async throws {
        let journal = Journal()
        let model = ScriptedTransport.answers(
            .toolCalls(call("a", "quick"), call("b", "pay"), call("c", "quick")),
            "Done"
        )
        let pay = try tool("pay") { _ in
            journal.note("pay")
            try await Task.sleep(for: .seconds(3600))
            return "paid"
        }
        let quick = try tool("quick") { _ in
            journal.note("quick")
            return "ok"
        }
        let client = try model.client()
        let run = client.chat.completions.run(request(), tools: [pay, quick])
        let task = Task { try await run.collect() }
        while run.progress.attempted.isEmpty || journal.all.count < 2 { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(run.progress.attempted.map(\.id) == ["b"])
        #expect(run.progress.completed.map(\.id) == ["a"])
        #expect(run.end == nil)

        let later = client.chat.completions.resume(try #require(run.checkpoint), tools: [pay, quick])
        #expect(try await later.collect().text == "Done")
        #expect(journal.all == ["quick", "pay", "quick"])
        let told = results(model.chatRequests[1].messages)
        #expect(told[0] == "ok" && told[2] == "ok")
        #expect(told[1].hasPrefix("error: the outcome of this call is unknown"))
    }

    @Test("A failed call to the model leaves a checkpoint from which the loop continues")
    func modelError() async throws {
        let journal = Journal()
        let model = ScriptedTransport.answers(.toolCall("add", #"{"n":1}"#), .status(400, "out of order"), "Done")
        let add = try tool("add") { _ in
            journal.note("add")
            return "2"
        }
        let client = try model.client()
        let run = client.chat.completions.run(request(), tools: [add])
        let error = await #expect(throws: OpenAIError.self) { try await run.collect() }
        #expect(error?.code == .badRequest)
        let later = client.chat.completions.resume(try #require(run.checkpoint), tools: [add])
        #expect(try await later.collect().text == "Done")
        #expect(journal.all == ["add"])
    }

    @Test("Checkpoints are saved before a call is started and after each step; a failure to save starts nothing")
    func saving() async throws {
        struct DiskFull: Error {}
        let journal = Journal()
        let model = ScriptedTransport.answers(.toolCall("add", #"{"n":1}"#), "Done")
        let add = try tool("add") { _ in
            journal.note("run")
            return "2"
        }
        var settings = ToolRunSettings()
        settings.save = { checkpoint in
            journal.note("save \(checkpoint.progress.attempted.count) \(checkpoint.request.messages.count)")
        }
        try await model.client().chat.completions.run(request(), tools: [add], settings: settings).collect()
        #expect(journal.all == ["save 1 2", "run", "save 0 3"])

        settings.save = { _ in throw DiskFull() }
        let other = ScriptedTransport.answers(.toolCall("add", #"{"n":1}"#), "Done")
        let run = try other.client().chat.completions.run(request(), tools: [add], settings: settings)
        await #expect(throws: DiskFull.self) { try await run.collect() }
        #expect(journal.all.count { $0 == "run" } == 1)
    }

    @Test("Each step of a call with an idempotency key has its own key")
    func idempotency() async throws {
        let model = ScriptedTransport.answers(.toolCall("add", #"{"n":1}"#), "Done")
        let options = RequestOptions(idempotencyKey: "key")
        _ = try await model.client().chat.completions.run(request(), tools: [tool("add")], options: options).collect()
        let keys = model.requests.map {
            $0.head.headerFields.first { $0.name.rawName.lowercased() == "idempotency-key" }?.value
        }
        #expect(keys == ["key-1", "key-2"])
    }

    @Test("Invalid tools are an error before anything is sent")
    func invalidTools() async throws {
        let model = ScriptedTransport.answers("Done")
        let run = try model.client().chat.completions.run(request(), tools: [tool("a"), tool("a")])
        let error = await #expect(throws: OpenAIError.self) { try await run.collect() }
        #expect(error?.code == .invalidRequest)
        #expect(model.requests.isEmpty)
    }
}

/// A place where tasks wait for each other.
private actor Meeting {
    private let size: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(of size: Int) {
        self.size = size
    }

    func arrive() async {
        await withCheckedContinuation { continuation in
            waiting.append(continuation)
            guard waiting.count == size else { return }
            for waiter in waiting { waiter.resume() }
            waiting = []
        }
    }
}
