import Testing
import Waiter

private typealias Chunk = ChatCompletionChunk

/// Returns the accumulated completion of chunks.
private func joined(_ chunks: [Chunk]) -> ChatCompletion {
    var accumulator = ChatCompletionAccumulator()
    for chunk in chunks { accumulator.append(chunk) }
    return accumulator.completion
}

/// Returns the accumulated choice of deltas.
private func joined(_ deltas: Chunk.Delta...) -> ChatCompletion.Message {
    joined(deltas.map { Chunk(choices: [.init(delta: $0)]) }).choices[0].message
}

@Suite("Accumulating a streamed completion")
struct ChatCompletionAccumulatorTests {
    @Test("OpenAI's parallel tool calls are complete, with the usage from the last chunk")
    func openAI() throws {
        let chunks = try Fixture.value([ChatCompletionChunk].self, "chat-stream-parallel-tool-calls")
        let completion = joined(chunks)
        #expect(
            completion
                == ChatCompletion(
                    id: "chatcmpl-Ck4",
                    choices: [
                        .init(
                            message: .init(toolCalls: [
                                .function(id: "call_1", name: "weather", arguments: #"{"city":"Lisbon"}"#),
                                .function(id: "call_2", name: "time", arguments: "{}"),
                            ]),
                            finishReason: .toolCalls
                        )
                    ],
                    created: 1_795_000_000,
                    model: "gpt-6.1-sol",
                    usage: CompletionUsage(promptTokens: 50, completionTokens: 20),
                    serviceTier: .default
                )
        )
    }

    @Test("Before the first chunk, there is no choice, no text and no end")
    func empty() {
        let accumulator = ChatCompletionAccumulator()
        #expect(accumulator.completion == ChatCompletion(choices: []))
        #expect(accumulator.text == "")
        #expect(!accumulator.isFinished)
    }

    @Test("Text, refusal and reasoning are appended; null leaves them unchanged")
    func text() {
        let message = joined(
            .init(role: .assistant, content: "", refusal: nil),
            .init(content: "Hel", reasoning: "a", refusal: "n"),
            .init(content: nil, reasoning: "b"),
            .init(content: "lo", refusal: "o")
        )
        #expect(message == .init(content: "Hello", refusal: "no", reasoning: "ab"))
        #expect(joined(.init(role: .assistant)).content == nil)
    }

    @Test("Identifiers are set once, however often a server repeats them")
    func setOnce() {
        let piece = Chunk.ToolCallDelta(
            index: 0,
            id: "call_1",
            type: "function",
            function: .init(name: "weather", arguments: "{}")
        )
        let delta = Chunk.Delta(role: .assistant, toolCalls: [piece], functionCall: .init(name: "old", arguments: "1"))
        let chunk = Chunk(id: "id", choices: [.init(delta: delta)], created: 1, model: "m")
        #expect(
            joined([chunk, chunk])
                == ChatCompletion(
                    id: "id",
                    choices: [
                        .init(
                            message: .init(
                                toolCalls: [.function(id: "call_1", name: "weather", arguments: "{}{}")],
                                functionCall: FunctionCall(name: "old", arguments: "11")
                            ),
                            finishReason: nil
                        )
                    ],
                    created: 1,
                    model: "m"
                )
        )
    }

    @Test("An empty ID, name or type does not replace the real one")
    func emptyNames() {
        let message = joined(
            .init(toolCalls: [.init(index: 0, id: "", type: "", function: .init(name: "", arguments: "{"))]),
            .init(toolCalls: [.init(index: 0, id: "c", type: "function", function: .init(name: "f", arguments: "}"))]),
            .init(toolCalls: [.init(index: 0, id: "", type: "", function: .init(name: "", arguments: ""))])
        )
        #expect(message.toolCalls == [.function(id: "c", name: "f", arguments: "{}")])
    }

    @Test("Choices and tool calls are ordered by index, whatever the first one is", .timeLimit(.minutes(10)))
    func indexes() {
        func piece(_ index: Int) -> Chunk.ToolCallDelta {
            .init(index: index, id: "\(index)", function: .init(name: "f", arguments: "{}"))
        }
        let indexes = [5, .max, -3, 0, .min]
        let completion = joined(
            indexes.map { index in
                Chunk(choices: [.init(index: index, delta: .init(content: "\(index)", toolCalls: indexes.map(piece)))])
            }
        )
        #expect(completion.choices.map(\.index) == [.min, -3, 0, 5, .max])
        #expect(completion.text == "\(Int.min)")
        #expect(completion.choices[0].message.toolCalls.map(\.id) == ["\(Int.min)", "-3", "0", "5", "\(Int.max)"])
    }

    @Test("A delta without an index goes to the call with its ID, otherwise to the last call, otherwise to the first")
    func withoutIndex() {
        let message = joined(
            .init(toolCalls: [.init(function: .init(arguments: "{"))]),
            .init(toolCalls: [.init(id: "a", function: .init(name: "f"))]),
            .init(toolCalls: [.init(index: 1, id: "b", function: .init(name: "g", arguments: "["))]),
            .init(toolCalls: [.init(function: .init(arguments: "]"))]),
            .init(toolCalls: [.init(id: "a", function: .init(arguments: "}"))]),
            .init(toolCalls: [.init(function: .init(arguments: " "))])
        )
        #expect(
            message.toolCalls == [
                .function(id: "a", name: "f", arguments: "{} "), .function(id: "b", name: "g", arguments: "[]"),
            ]
        )
    }

    @Test("Complete calls without an index stay separate if their IDs differ")
    func wholeCallsWithoutIndex() {
        let pieces = ["a", "b", "c"].map { id in
            Chunk.ToolCallDelta(id: id, type: "function", function: .init(name: "f", arguments: "{}"))
        }
        let message = joined(.init(toolCalls: pieces), .init(toolCalls: [pieces[1]]))
        #expect(message.toolCalls.map(\.id) == ["a", "b", "c"])
        #expect(message.toolCalls.map(\.function?.arguments) == ["{}", "{}{}", "{}"])
    }

    @Test("Usage is kept when later chunks have none, and replaced by later usage")
    func usage() {
        let early = Chunk(usage: CompletionUsage(promptTokens: 1))
        let late = Chunk(usage: CompletionUsage(promptTokens: 2))
        #expect(joined([early, Chunk(), Chunk(choices: [.init()])]).usage?.promptTokens == 1)
        #expect(joined([early, late, Chunk()]).usage?.promptTokens == 2)
    }

    @Test("It is finished when each choice has a finish reason; the last one counts")
    func finish() {
        var accumulator = ChatCompletionAccumulator()
        accumulator.append(Chunk(choices: [.init(index: 0), .init(index: 1, finishReason: .stop)]))
        #expect(!accumulator.isFinished)
        accumulator.append(Chunk(choices: [.init(index: 0, finishReason: .stop)]))
        #expect(accumulator.isFinished)
        accumulator.append(Chunk(choices: [.init(index: 0, finishReason: .length), .init(index: 1)]))
        #expect(accumulator.isFinished)
        #expect(accumulator.completion.choices.map(\.finishReason) == [.length, .stop])
    }

    @Test("Log probabilities and annotations are concatenated")
    func lists() {
        func chunk(_ token: String) -> Chunk {
            let token = TokenLogprob(token: token, logprob: -1)
            let delta = Chunk.Delta(annotations: [.unknown(.string(token.token))])
            return Chunk(choices: [.init(delta: delta, logprobs: .init(content: [token], refusal: nil))])
        }
        let choice = joined([chunk("a"), Chunk(choices: [.init()]), chunk("b")]).choices[0]
        #expect(choice.logprobs?.content?.map(\.token) == ["a", "b"])
        #expect(choice.logprobs?.refusal == nil)
        #expect(choice.message.annotations == [.unknown("a"), .unknown("b")])
        #expect(joined([Chunk(choices: [.init()])]).choices[0].logprobs == nil)
    }

    @Test("Audio keeps its ID while data and transcript grow")
    func audio() {
        let message = joined(
            .init(audio: .init(id: "au", transcript: "Good ")),
            .init(audio: .init(id: "au", data: "UklG")),
            .init(audio: .init(data: "Rg==", transcript: "day.")),
            .init(audio: .init(expiresAt: 7))
        )
        #expect(message.audio == .init(id: "au", data: "UklGRg==", expiresAt: 7, transcript: "Good day."))
    }

    @Test("Custom calls and calls of unknown types are also joined")
    func otherCalls() throws {
        let stream = #"""
            [{"tool_calls":[{"index":0,"id":"c","type":"custom","custom":{"name":"shell","input":"ls "}},
              {"index":1,"id":"t","type":"teleport","teleport":{"name":"x","to":"Ma","at":null,"crew":["a"]}}]},
             {"tool_calls":[{"index":0,"custom":{"name":"shell","input":"-l"}},
              {"index":1,"id":"t","type":"teleport","teleport":{"name":"x","to":"rs","at":7,"crew":["a","b"]}}]}]
            """#
        let deltas = try decoded([Chunk.Delta].self, stream)
        #expect(
            joined(deltas[0], deltas[1]).toolCalls == [
                .custom(id: "c", name: "shell", input: "ls -l"),
                .unknown([
                    "id": "t", "type": "teleport",
                    "teleport": ["name": "x", "to": "Mars", "at": 7, "crew": ["a", "b"]],
                ]),
            ]
        )
    }

    @Test("Reading a snapshot does not affect later chunks")
    func inBetween() {
        var accumulator = ChatCompletionAccumulator()
        accumulator.append(Chunk(choices: [.init(delta: .init(content: "a"))]))
        let before = accumulator.completion
        var copy = accumulator
        copy.append(Chunk(choices: [.init(delta: .init(content: "x"))]))
        accumulator.append(Chunk(choices: [.init(delta: .init(content: "b"))]))
        #expect(before.text == "a" && accumulator.text == "ab" && copy.text == "ax")
    }

    @Test(
        "A complete completion converted to a chunk is unchanged",
        arguments: ["chat-completion-openai", "chat-completion-tool-calls", "chat-completion-llama-cpp"]
    )
    func wholeCompletion(name: String) throws {
        var completion = try Fixture.value(ChatCompletion.self, name)
        let joined = joined([ChatCompletionChunk(completion)])
        completion.metadata = nil  // Not part of any chunk.
        #expect(joined == completion)
    }

    @Test("A long stream takes linear time", .timeLimit(.minutes(10)))
    func longStream() {
        var accumulator = ChatCompletionAccumulator()
        let word = String(repeating: "word ", count: 8)
        let call = Chunk.ToolCallDelta(index: 0, id: "c", type: "function", function: .init(name: "f", arguments: word))
        let strange = Chunk.ToolCallDelta(index: 1, type: "x", unknown: ["type": "x", "x": ["text": .string(word)]])
        let delta = Chunk.Delta(content: word, reasoning: word, toolCalls: [call, strange], audio: .init(data: word))
        let chunk = Chunk(id: "id", choices: [.init(delta: delta)])
        for _ in 0..<100_000 { accumulator.append(chunk) }
        let message = accumulator.completion.choices[0].message
        #expect(message.content?.utf8.count == 4_000_000)
        #expect(message.toolCalls[0].function?.arguments.utf8.count == 4_000_000)
        #expect(message.audio?.data.utf8.count == 4_000_000)
    }

    @Test("Many calls without an index take linear time", .timeLimit(.minutes(10)))
    func manyCalls() {
        var accumulator = ChatCompletionAccumulator()
        for number in 0..<50_000 {
            let call = Chunk.ToolCallDelta(id: "c\(number)", function: .init(name: "f", arguments: "{}"))
            accumulator.append(Chunk(choices: [.init(delta: .init(toolCalls: [call]))]))
        }
        #expect(accumulator.completion.choices[0].message.toolCalls.count == 50_000)
    }
}
