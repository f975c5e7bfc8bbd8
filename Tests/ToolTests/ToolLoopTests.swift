import Foundation
import Testing

@testable import Waiter

@Suite("The state machine of a tool loop")
struct ToolLoopTests {
    private func loop(
        _ tools: [FunctionTool],
        until condition: StopCondition = .steps(10),
        settings: ToolRunSettings = ToolRunSettings(),
        progress: ToolProgress = ToolProgress()
    ) throws -> ToolLoop {
        ToolLoop(try ToolTable(tools), until: condition, settings: settings, progress: progress)
    }

    /// Approves and completes what is requested, up to the next message for the model.
    private func settle(_ loop: inout ToolLoop, _ output: (Int) -> ToolOutput = { "out \($0)" }) throws -> [ChatMessage]
    {
        while true {
            switch try loop.next() {
            case .decide(let places): for place in places { loop.decide(place, .notApplicable) }
            case .execute(let places):
                loop.begin(places)
                for place in places { loop.complete(place, output(place)) }
            case .keep(let messages): return messages
            case .callModel, .end: return []
            }
        }
    }

    @Test("A call is approved, started, completed, and its result is sent back")
    func oneCall() throws {
        var loop = try loop([tool("add")])
        #expect(try loop.next() == .callModel)
        _ = try loop.receive(calls([("add", #"{"n":1}"#, "a")]), to: request())
        #expect(try loop.next() == .decide([0]))
        loop.decide(0, .approved)
        #expect(try loop.next() == .execute([0]))
        loop.begin([0])
        #expect(loop.progress.attempted == [ToolInvocation(id: "a", name: "add", arguments: ["n": 1])])
        #expect(loop.progress.completed.isEmpty)
        loop.complete(0, "2")
        #expect(try loop.next() == .keep([.tool("2", toolCallID: "a")]))
        #expect(try loop.next() == .callModel)
        _ = try loop.receive(answer("2"), to: request())
        #expect(try loop.next() == .end(.answered))
        #expect(loop.progress.steps.map(\.called) == [["add"], []])
        #expect(loop.progress.totalTokens == 30)
    }

    @Test("Independent calls next to each other run together, others alone and in order")
    func batches() throws {
        var loop = try loop([tool("free", isIndependent: true), tool("tied")])
        let names = ["free", "free", "tied", "free", "tied"]
        _ = try loop.receive(calls(names.enumerated().map { ($1, #"{"n":1}"#, "\($0)") }), to: request())
        guard case .decide(let places) = try loop.next() else { return #expect(Bool(false)) }
        #expect(places == [0, 1, 2, 3, 4])
        for place in places { loop.decide(place, .approved) }
        var batches: [[Int]] = []
        while case .execute(let batch) = try loop.next() {
            batches.append(batch)
            loop.begin(batch)
            for place in batch { loop.complete(place, "") }
        }
        #expect(batches == [[0, 1], [2], [3], [4]])
    }

    @Test("No more calls run together than allowed")
    func concurrencyLimit() throws {
        var settings = ToolRunSettings()
        settings.maxConcurrentCalls = 2
        var loop = try loop([tool("free", isIndependent: true)], settings: settings)
        _ = try loop.receive(calls((0..<3).map { ("free", #"{"n":1}"#, "\($0)") }), to: request())
        for place in 0..<3 { loop.decide(place, .approved) }
        #expect(try loop.next() == .execute([0, 1]))
    }

    @Test("Unknown tools, malformed JSON and schema violations become results, and nothing runs")
    func invalidCalls() throws {
        var loop = try loop([tool("add")])
        let sent = try loop.receive(
            calls([("sub", "{}", "a"), ("add", "{\"n\":", "b"), ("add", #"{"n":"x"}"#, "c"), ("add", "{}", "d")]),
            to: request()
        )
        // Servers parse the arguments that they get back.
        #expect(sent.message?.toolCalls.map { $0.function?.arguments } == ["{}", "{}", #"{"n":"x"}"#, "{}"])
        guard case .keep(let messages) = try loop.next() else { return #expect(Bool(false)) }
        let texts = results(messages)
        #expect(texts[0] == "error: no tool named 'sub'; available tools: add")
        #expect(texts[1].hasPrefix("error: the arguments are not valid JSON"))
        #expect(texts[2].hasPrefix("error: the arguments are invalid: n"))
        #expect(texts[3].hasPrefix("error: the arguments are invalid"))
        #expect(messages.map(\.toolCallID) == ["a", "b", "c", "d"])
        #expect(loop.progress.steps[0].called.isEmpty)
    }

    @Test("Arguments that are too long are refused unread, and not sent back")
    func longArguments() throws {
        var loop = try loop([tool("add")])
        let text = #"{"n":1,"x":""# + String(repeating: "x", count: 10 << 20) + #""}"#
        let sent = try loop.receive(calls([("add", text, "a")]), to: request())
        #expect(sent.message?.toolCalls[0].function?.arguments == "{}")
        guard case .keep(let messages) = try loop.next() else { return #expect(Bool(false)) }
        #expect(
            messages[0].text.hasPrefix("error: the arguments are \(text.utf8.count) bytes long; the limit is 1048576")
        )
        #expect(messages[0].text.utf8.count < 200)
    }

    @Test("No arguments are an empty object; a null counts as absent where a member is optional")
    func leniency() throws {
        let schema = try JSONSchema(["type": "object", "properties": ["n": ["type": "integer"]]])
        var loop = try loop([FunctionTool("f", description: nil, parameters: schema) { _ in "" }])
        _ = try loop.receive(calls([("f", "", "a"), ("f", #"{"n":null}"#, "b")]), to: request())
        #expect(loop.progress.calls.map(\.invocation.arguments) == [[:], [:]])
        #expect(try loop.next() == .decide([0, 1]))
    }

    @Test("IDs that are missing or already used are replaced")
    func ids() throws {
        var loop = try loop([tool("add")])
        let first = try loop.receive(
            calls([("add", #"{"n":1}"#, "x"), ("add", #"{"n":2}"#, "x"), ("add", #"{"n":3}"#, "")]),
            to: request()
        )
        #expect(first.message?.toolCalls.map(\.id) == ["x", "x-2", "call_1_3"])
        #expect(loop.progress.calls.map(\.id) == ["x", "x-2", "call_1_3"])
        _ = try settle(&loop)
        let second = try loop.receive(calls([("add", #"{"n":1}"#, "x")]), to: request())
        #expect(second.message?.toolCalls.map(\.id) == ["x-3"])
    }

    @Test(
        "Calls truncated by a limit or a filter do not run",
        arguments: [
            (FinishReason.length, OpenAIError.Code.lengthLimit), (.contentFilter, .contentFilter),
            (FinishReason(rawValue: "error"), .streamError),
        ]
    )
    func cutCalls(reason: FinishReason, code: OpenAIError.Code) throws {
        var loop = try loop([tool("add")])
        let completion = calls([("add", #"{"n":1}"#, "a")], finish: reason)
        let error = #expect(throws: OpenAIError.self) { try loop.receive(completion, to: request()) }
        #expect(error?.code == code)
        #expect(error?.completion == completion)
        #expect(loop.progress.calls.isEmpty)
        #expect(loop.progress.totalTokens == 15)
    }

    @Test("Too many calls in a step are an error")
    func manyCalls() throws {
        var loop = try loop([tool("add")])
        let completion = calls((0..<65).map { ("add", #"{"n":1}"#, "\($0)") })
        #expect(throws: OpenAIError.self) { try loop.receive(completion, to: request()) }
        #expect(loop.progress.calls.isEmpty)
    }

    @Test("The same call with the same result is bounded; another result is progress")
    func repetition() throws {
        for (isSame, expected) in [(true, 3), (false, 10)] {
            var loop = try loop([tool("add")])
            var steps = 0
            do {
                while try loop.next() == .callModel {
                    _ = try loop.receive(calls([("add", #"{"n":1}"#, "a")]), to: request())
                    steps += 1
                    _ = try settle(&loop) { _ in isSame ? "same" : "\(steps)" }
                }
                #expect(!isSame)
            } catch let error as OpenAIError {
                #expect(isSame && error.code == .toolLoop)
            }
            #expect(steps == expected)
        }
    }

    @Test("A loop without another bound ends after the maximum number of steps")
    func maxSteps() throws {
        var settings = ToolRunSettings()
        settings.maxSteps = 4
        var loop = try loop([tool("add")], until: .called("never"), settings: settings)
        var steps = 0
        let error = #expect(throws: OpenAIError.self) {
            while try loop.next() == .callModel {
                steps += 1
                _ = try loop.receive(calls([("add", #"{"n":\#(steps)}"#, "a")]), to: request())
                _ = try settle(&loop)
            }
        }
        #expect(error?.code == .toolLoop)
        #expect(steps == 4)
    }

    // MARK: Approval

    @Test("A denied call does not run, and the model is told the reason")
    func denied() throws {
        var loop = try loop([tool("add")])
        _ = try loop.receive(calls([("add", #"{"n":1}"#, "a")]), to: request())
        _ = try loop.next()
        loop.decide(0, .denied(reason: "not on Sundays"))
        #expect(try loop.next() == .keep([.tool("error: the call was denied: not on Sundays", toolCallID: "a")]))
        #expect(!loop.progress.previousCalls[0].wasAttempted)
    }

    @Test("A question to the user suspends the loop, and its answer continues it in another process")
    func suspension() throws {
        var loop = try loop([tool("add"), tool("ask")])
        let names = ["add", "ask", "add"]
        _ = try loop.receive(calls(names.enumerated().map { ($1, #"{"n":1}"#, "\($0)") }), to: request())
        _ = try loop.next()
        for place in 0..<3 { loop.decide(place, names[place] == "ask" ? .askUser(prompt: "OK?") : .approved) }
        #expect(try loop.next() == .execute([0]))
        loop.begin([0])
        loop.complete(0, "1")
        // What comes later waits, so that calls keep their order.
        #expect(try loop.next() == .end(.suspended))
        #expect(loop.progress.waiting.map(\.id) == ["1"])
        #expect(loop.progress.waiting[0].state == .awaitingApproval(prompt: "OK?"))

        let data = try JSONEncoder().encode(loop.progress)
        let stored = try JSONDecoder().decode(ToolProgress.self, from: data)
        #expect(stored == loop.progress)
        var later = try self.loop([tool("add"), tool("ask")], progress: stored)
        #expect(try later.next() == .end(.suspended))
        #expect(throws: OpenAIError.self) { try later.resolve(["0": .approved], before: stored) }
        try later.resolve(["1": .approved], before: stored)
        #expect(try settle(&later).map(\.text) == ["1", "out 1", "out 2"])
    }

    @Test("An approval is void when the name, the description or the schema has changed")
    func changedTool() throws {
        var loop = try loop([tool("deploy")])
        _ = try loop.receive(calls([("deploy", #"{"n":1}"#, "a")]), to: request())
        _ = try loop.next()
        loop.decide(0, .askUser())
        let stored = loop.progress
        let schema = try JSONSchema(["type": "object"])
        let changed = [
            FunctionTool("deploy", description: "Deletes.", parameters: try numbers()) { _ in "" },
            FunctionTool("deploy", description: "Does deploy.", parameters: schema) { _ in "" },
        ]
        for tool in changed {
            var later = try self.loop([tool], progress: stored)
            try later.resolve(["a": .approved], before: stored)
            #expect(try later.next() == .decide([0]))
        }
        var gone = try self.loop([tool("other")], progress: stored)
        try gone.resolve(["a": .approved], before: stored)
        guard case .keep(let messages) = try gone.next() else { return #expect(Bool(false)) }
        #expect(messages[0].text.contains("no tool named 'deploy'"))
        // The arguments are validated against the new schema, too.
        let narrow = try JSONSchema(["type": "object", "properties": ["n": ["type": "string"]]])
        var invalid = try self.loop(
            [FunctionTool("deploy", description: "Does deploy.", parameters: narrow) { _ in "" }],
            progress: stored
        )
        guard case .keep(let refused) = try invalid.next() else { return #expect(Bool(false)) }
        #expect(refused[0].text.contains("invalid"))
    }

    @Test("An approval given before a crash is valid only for the same tool")
    func approvedBeforeCrash() throws {
        var loop = try loop([tool("add")])
        _ = try loop.receive(calls([("add", #"{"n":1}"#, "a")]), to: request())
        _ = try loop.next()
        loop.decide(0, .approved)
        var same = try self.loop([tool("add")], progress: loop.progress)
        #expect(try same.next() == .execute([0]))
        let other = FunctionTool("add", description: "Something else.", parameters: try numbers()) { _ in "" }
        var changed = try self.loop([other], progress: loop.progress)
        #expect(try changed.next() == .decide([0]))
    }

    @Test("A call that was attempted but not completed is not run again, since its outcome is unknown")
    func attempted() throws {
        var loop = try loop([tool("pay")])
        _ = try loop.receive(calls([("pay", #"{"n":1}"#, "a"), ("pay", #"{"n":2}"#, "b")]), to: request())
        _ = try loop.next()
        loop.decide(0, .approved)
        loop.decide(1, .approved)
        loop.begin([0])
        var later = try self.loop([tool("pay")], progress: loop.progress)
        #expect(try later.next() == .execute([1]))
        later.begin([1])
        later.complete(1, "paid")
        guard case .keep(let messages) = try later.next() else { return #expect(Bool(false)) }
        #expect(messages[0].text.hasPrefix("error: the outcome of this call is unknown"))
        #expect(messages[1].text == "paid")
    }

    // MARK: Tools without a function

    @Test("Calls to tools without a function end the loop, and their results continue it")
    func handedOut() throws {
        let human = FunctionTool("human", description: nil, parameters: nil)
        var loop = try loop([tool("add"), human])
        _ = try loop.receive(calls([("add", #"{"n":1}"#, "a"), ("human", "{}", "b")]), to: request())
        #expect(try loop.next() == .decide([0]))
        loop.decide(0, .approved)
        #expect(try loop.next() == .execute([0]))
        loop.begin([0])
        loop.complete(0, "1")
        #expect(try loop.next() == .end(.handedOut))
        #expect(throws: OpenAIError.self) {
            var copy = loop
            try copy.resolve(["b": .approved], before: copy.progress)
        }
        try loop.resolve(["b": .output("yes")], before: loop.progress)
        #expect(try settle(&loop).map(\.text) == ["1", "yes"])
    }

    // MARK: Tools

    @Test("Tool names are valid and unique", arguments: ["", "a b", "ä", String(repeating: "x", count: 65)])
    func names(name: String) throws {
        #expect(throws: OpenAIError.self) { try ToolTable([FunctionTool(name, description: nil, parameters: nil)]) }
        #expect(throws: OpenAIError.self) { try ToolTable([tool("same"), tool("same")]) }
        #expect(throws: OpenAIError.self) { try ToolTable([tool("same")], declared: [.function(name: "same")]) }
    }

    @Test("A result that is too long is truncated between characters, and says so")
    func longResults() throws {
        let output = ToolOutput("aé" + String(repeating: "x", count: 100)).bounded(2)
        #expect(output.text == "a\n[truncated; the complete result is 103 bytes long]")
        #expect(ToolOutput("abc").bounded(3).text == "abc")
    }
}
