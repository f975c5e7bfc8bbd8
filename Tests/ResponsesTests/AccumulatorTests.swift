import Testing
import Waiter
import WaiterTestSupport

@Suite("Accumulation of response events")
struct AccumulatorTests {
    /// A stream with indexes and numbers, as OpenAI sends it.
    static let numbered = #"""
        {"type":"response.created","sequence_number":0,"response":{"id":"r","object":"response","status":"in_progress","model":"m","output":[]}}
        {"type":"response.output_item.added","sequence_number":1,"output_index":0,"item":{"id":"rs","type":"reasoning","summary":[]}}
        {"type":"response.reasoning_summary_part.added","sequence_number":2,"item_id":"rs","output_index":0,"summary_index":0,"part":{"type":"summary_text","text":""}}
        {"type":"response.reasoning_summary_text.delta","sequence_number":3,"item_id":"rs","output_index":0,"summary_index":0,"delta":"Hm"}
        {"type":"response.output_item.added","sequence_number":4,"output_index":1,"item":{"id":"msg","type":"message","status":"in_progress","role":"assistant","content":[]}}
        {"type":"response.content_part.added","sequence_number":5,"item_id":"msg","output_index":1,"content_index":0,"part":{"type":"output_text","text":"","annotations":[]}}
        {"type":"response.output_text.delta","sequence_number":6,"item_id":"msg","output_index":1,"content_index":0,"delta":"Hel","logprobs":[],"obfuscation":"xx"}
        {"type":"response.output_text.delta","sequence_number":7,"item_id":"msg","output_index":1,"content_index":0,"delta":"lo","logprobs":[{"token":"lo","logprob":-1}]}
        {"type":"response.output_text.annotation.added","sequence_number":8,"item_id":"msg","output_index":1,"content_index":0,"annotation_index":0,"annotation":{"type":"url_citation","url":"u"}}
        {"type":"response.output_item.added","sequence_number":9,"output_index":2,"item":{"id":"fc","type":"function_call","call_id":"c","name":"f","arguments":""}}
        {"type":"response.function_call_arguments.delta","sequence_number":10,"item_id":"fc","output_index":2,"delta":"{\"a\""}
        {"type":"response.function_call_arguments.delta","sequence_number":11,"item_id":"fc","output_index":2,"delta":":1}"}
        """#

    static let completed = #"""
        {"type":"response.completed","sequence_number":12,"response":{"id":"r","object":"response","status":"completed","model":"m","output":[],"usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3}}}
        """#

    @Test("The items are complete without any done event")
    func withoutDone() throws {
        let accumulator = try accumulated(Self.numbered + "\n" + Self.completed)
        let response = accumulator.response
        #expect(accumulator.isComplete)
        #expect(accumulator.failure == nil)
        #expect(response.output.map(\.type) == ["reasoning", "message", "function_call"])
        #expect(response.outputText == "Hello")
        #expect(response.reasoningText == "Hm")
        #expect(response.functionCalls.first?.arguments == #"{"a":1}"#)
        #expect(response.messages.first?.annotations.first?.url == "u")
        #expect(response.messages.first?.parts.first?.logprobs.first?.token == "lo")
        #expect(response.usage?.totalTokens == 3)
        #expect(accumulator.lastSequenceNumber == 12)
    }

    @Test("Events that arrive twice do not repeat their text")
    func twice() throws {
        let lines = Self.numbered.split(separator: "\n").flatMap { [$0, $0] }.joined(separator: "\n")
        let response = try accumulated(lines).response
        #expect(response.outputText == "Hello")
        #expect(response.functionCalls.first?.arguments == #"{"a":1}"#)
        #expect(response.output.count == 3)
    }

    @Test("Equal deltas are kept when a server repeats its numbers")
    func constantNumbers() throws {
        let delta =
            #"{"type":"response.output_text.delta","sequence_number":0,"item_id":"m","output_index":0,"content_index":0,"delta":"ha"}"#
        #expect(try accumulated([delta, delta, delta].joined(separator: "\n")).response.outputText == "hahaha")
        let restarting = (0..<2).map { index in
            (0..<2).map {
                #"{"type":"response.output_text.delta","sequence_number":\#($0),"item_id":"m\#(index)","output_index":\#(index),"content_index":0,"delta":"ha"}"#
            }.joined(separator: "\n")
        }
        #expect(try accumulated(restarting.joined(separator: "\n")).response.outputText == "hahahaha")
    }

    @Test("The announcement of an item or part after its deltas does not remove their text")
    func lateAnnouncements() throws {
        let lines = Self.numbered.split(separator: "\n")
        let deltas = lines.filter { $0.contains("delta") }
        let others = lines.filter { !$0.contains("delta") }
        let response = try accumulated((deltas + others).joined(separator: "\n")).response
        #expect(response.outputText == "Hello")
        #expect(response.reasoningText == "Hm")
        #expect(response.functionCalls.first?.name == "f")
        #expect(response.functionCalls.first?.arguments == #"{"a":1}"#)
    }

    @Test("Any order of the events gives the final items, once the done events have arrived")
    func anyOrder() throws {
        let done = #"""
            {"type":"response.output_item.done","sequence_number":20,"output_index":0,"item":{"id":"rs","type":"reasoning","summary":[{"type":"summary_text","text":"Hm"}]}}
            {"type":"response.output_item.done","sequence_number":21,"output_index":1,"item":{"id":"msg","type":"message","role":"assistant","content":[{"type":"output_text","text":"Hello","annotations":[]}]}}
            {"type":"response.output_item.done","sequence_number":22,"output_index":2,"item":{"id":"fc","type":"function_call","call_id":"c","name":"f","arguments":"{\"a\":1}"}}
            """#
        let events = try (Self.numbered + "\n" + done + "\n" + Self.completed).split(separator: "\n")
            .map { try event(String($0)) }
        for seed in UInt64(0)..<200 {
            var random = SeededRandom(seed: seed)
            var accumulator = ResponseAccumulator()
            for event in events.shuffled(using: &random) { accumulator.append(event) }
            let response = accumulator.response
            #expect(response.outputText == "Hello", "seed \(seed)")
            #expect(response.functionCalls.first?.arguments == #"{"a":1}"#, "seed \(seed)")
            #expect(response.output.count == 3, "seed \(seed)")
            #expect(response.status == .completed, "seed \(seed)")
        }
    }

    @Test("Without indexes and numbers, events are placed by the ID of their item, as llama.cpp sends them")
    func withoutIndexes() throws {
        let created = #"""
            {"type":"response.created","response":{"id":"r","object":"response","status":"in_progress"}}
            {"type":"response.in_progress","response":{"id":"r","object":"response","status":"in_progress"}}
            """#
        let lines = #"""
            {"type":"response.output_item.added","item":{"content":[],"id":"msg_1","role":"assistant","status":"in_progress","type":"message"}}
            {"type":"response.content_part.added","item_id":"msg_1","part":{"type":"output_text","text":""}}
            {"type":"response.output_text.delta","item_id":"msg_1","delta":"He"}
            {"type":"response.output_text.delta","item_id":"msg_1","delta":"he"}
            {"type":"response.output_item.added","item":{"id":"fc_1","type":"function_call","call_id":"c","name":"f"}}
            {"type":"response.function_call_arguments.delta","item_id":"fc_1","delta":"{}"}
            {"type":"response.output_text.delta","item_id":"msg_1","delta":"!"}
            """#
        let repeated = lines.split(separator: "\n").flatMap { [created, String($0)] }.joined(separator: "\n")
        let accumulator = try accumulated(repeated)
        #expect(accumulator.lastSequenceNumber == nil)
        #expect(accumulator.response.id == "r")
        #expect(accumulator.response.outputText == "Hehe!")
        #expect(accumulator.response.functionCalls.first?.arguments == "{}")
        #expect(accumulator.failure?.code == .streamTruncated)
    }

    @Test("IDs that change with every event do not matter where there are indexes")
    func changingIDs() throws {
        let lines = (0..<4).map {
            #"{"type":"response.output_text.delta","item_id":"id\#($0)","output_index":0,"content_index":0,"delta":"\#($0)"}"#
        }
        #expect(try accumulated(lines.joined(separator: "\n")).response.outputText == "0123")
    }

    @Test("The complete text replaces the deltas, and later deltas are ignored")
    func doneWins() throws {
        let text = try accumulated(
            #"""
            {"type":"response.output_text.delta","item_id":"m","delta":"Hexlo"}
            {"type":"response.output_text.done","item_id":"m","text":"Hello"}
            {"type":"response.output_text.delta","item_id":"m","delta":"lo"}
            {"type":"response.custom_tool_call_input.delta","item_id":"c","delta":"a"}
            {"type":"response.custom_tool_call_input.done","item_id":"c","input":"abc"}
            """#
        )
        #expect(text.response.outputText == "Hello")
        guard case .customToolCall(let call)? = text.response.output.last else {
            Issue.record("the call is missing")
            return
        }
        #expect(call.input == "abc")
    }

    @Test("An item that changes its type has the last one")
    func changedType() throws {
        let response = try accumulated(
            #"""
            {"type":"response.output_item.added","output_index":0,"item":{"id":"x","type":"message","role":"assistant","content":[]}}
            {"type":"response.output_text.delta","item_id":"x","output_index":0,"delta":"call f"}
            {"type":"response.output_item.done","output_index":0,"item":{"id":"x","type":"function_call","call_id":"c","name":"f","arguments":"{}"}}
            """#
        ).response
        #expect(response.output.map(\.type) == ["function_call"])
        #expect(response.functionCalls.first?.name == "f")
        #expect(response.output.first?.json["content"] == nil)
    }

    @Test("Unknown items and opaque items pass through unchanged")
    func unknownItems() throws {
        let item = #"{"id":"h","type":"hologram_call","z":1,"a":{"y":null}}"#
        let response = try accumulated(
            #"""
            {"type":"response.output_item.added","output_index":0,"item":{"id":"h","type":"hologram_call"}}
            {"type":"response.hologram_call.shining","output_index":0,"item_id":"h","lumen":3}
            {"type":"response.output_item.done","output_index":0,"item":\#(item)}
            """#
        ).response
        #expect(String(decoding: try JSONBodyEncoder.encode(response.output), as: UTF8.self) == "[\(item)]")
    }

    @Test("A done item without its content keeps that of the deltas")
    func emptyDone() throws {
        let response = try accumulated(
            Self.numbered + "\n" + #"""
                {"type":"response.output_item.done","sequence_number":30,"output_index":1,"item":{"id":"msg","type":"message","role":"assistant","status":"completed","content":[]}}
                {"type":"response.output_item.done","sequence_number":31,"output_index":2,"item":{"id":"fc","type":"function_call","call_id":"c","name":"f","arguments":""}}
                """#
        ).response
        #expect(response.outputText == "Hello")
        #expect(response.functionCalls.first?.arguments == #"{"a":1}"#)
    }

    @Test("Reasoning, refusals, code and shell commands are accumulated")
    func otherTexts() throws {
        let response = try accumulated(
            #"""
            {"type":"response.reasoning_text.delta","item_id":"rs","output_index":0,"content_index":0,"delta":"th"}
            {"type":"response.reasoning_text.delta","item_id":"rs","output_index":0,"content_index":0,"delta":"ink"}
            {"type":"response.refusal.delta","item_id":"m","output_index":1,"content_index":0,"delta":"no"}
            {"type":"response.code_interpreter_call_code.delta","item_id":"ci","output_index":2,"delta":"print("}
            {"type":"response.code_interpreter_call_code.delta","item_id":"ci","output_index":2,"delta":"1)"}
            {"type":"response.output_item.added","output_index":3,"item":{"id":"sh","type":"shell_call","call_id":"c","action":{"commands":[]}}}
            {"type":"response.shell_call_command.added","output_index":3,"command_index":0,"command":""}
            {"type":"response.shell_call_command.delta","output_index":3,"command_index":0,"delta":"l"}
            {"type":"response.shell_call_command.delta","output_index":3,"command_index":0,"delta":"s"}
            """#
        ).response
        #expect(response.reasoningText == "think")
        #expect(response.refusal == "no")
        guard case .codeInterpreterCall(let code) = response.output[2], case .shellCall(let shell) = response.output[3]
        else {
            Issue.record("wrong items: \(response.output.map(\.type))")
            return
        }
        #expect(code.code == "print(1)")
        #expect(shell.commands == ["ls"])
    }

    @Test("Repetitions of the whole response do not count as content")
    func memory() throws {
        var accumulator = ResponseAccumulator()
        let created = try event(
            #"{"type":"response.created","response":{"id":"r","instructions":"\#(String(repeating: "x", count: 10_000))"}}"#
        )
        let delta = try event(#"{"type":"response.output_text.delta","item_id":"m","delta":"a"}"#)
        for _ in 0..<1000 {
            accumulator.append(created)
            accumulator.append(delta)
        }
        #expect(try #require(accumulator.contentBytes) < 10_000)
        #expect(accumulator.response.outputText.count == 1000)
    }

    @Test("A server cannot fill the memory with items, parts or IDs")
    func bounds() throws {
        var accumulator = ResponseAccumulator()
        for index in 0..<70_000 {
            var event = ResponseStreamEvent(.outputTextDelta)
            (event.itemID, event.outputIndex, event.contentIndex, event.delta) = ("id\(index)", index, index, "x")
            accumulator.append(event)
            event.outputIndex = 0
            accumulator.append(event)
        }
        #expect(accumulator.response.output.count == 4096)
        #expect(accumulator.response.messages[0].parts.count <= 1024)
    }
}
