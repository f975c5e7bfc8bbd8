import Testing
import Waiter
import WaiterTestSupport

@Suite("Decoding of response events")
struct EventTests {
    @Test("Events of unknown types survive with all their members")
    func unknown() throws {
        let text = #"{"type":"response.hologram.shining","sequence_number":4,"item_id":"h","lumen":[3,{"a":null}]}"#
        let event = try event(text)
        #expect(event.type.rawValue == "response.hologram.shining")
        #expect(event.members["lumen"]?[0] == 3)
        #expect(try json(event) == JSONValue(jsonText: text))
    }

    @Test("Malformed members beside the text do not lose it")
    func lenient() throws {
        let event = try event(
            #"{"type":"response.output_text.delta","sequence_number":"x","item_id":7,"output_index":null,"delta":"a","logprobs":-0.003,"part":"p","item":[],"response":3}"#
        )
        #expect(event.outputTextDelta == "a")
        #expect(event.outputIndex == nil)
        #expect(event.logprobs.isEmpty)
    }

    @Test("The halves of a character in two deltas are joined, per text")
    func halves() throws {
        var parser = ResponseEventParser()
        var texts: [String] = []
        let lines = [
            #"{"type":"response.output_text.delta","item_id":"a","delta":"x\ud83d"}"#,
            #"{"type":"response.function_call_arguments.delta","item_id":"b","delta":"y"}"#,
            #"{"type":"response.output_text.delta","item_id":"a","delta":"\ude00z"}"#,
            #"{"type":"response.output_text.delta","item_id":"a","delta":"\ude00"}"#,
        ]
        for line in lines {
            let decoded = try Array(line.utf8).withUnsafeBufferPointer { try parser.decode($0, type: "", id: "") }
            guard case .element(let event) = decoded else { continue }
            texts.append(event.delta ?? "")
        }
        #expect(texts == ["x", "y", "😀z", "\u{FFFD}"])
    }

    @Test("Every event cut at every byte is rejected or decodes to another value, and never traps")
    func cut() throws {
        for example in try Fixture.examples("events") {
            let bytes = example.jsonBytes
            for length in 0..<bytes.count {
                var parser = ResponseEventParser()
                #expect(throws: JSONError.self) {
                    try Array(bytes[..<length]).withUnsafeBufferPointer { try parser.decode($0, type: "", id: "") }
                }
            }
        }
    }

    @Test("Every event with a value of each type in place of each member decodes or throws")
    func mutated() throws {
        let values: [JSONValue] = [.null, true, 1, -0.5, "text", [], [1, "a"], [:], ["type": "x"], ["id": 3]]
        for example in try Fixture.examples("events") {
            guard let object = example.objectValue else { continue }
            for key in object.keys where key != "type" {
                for value in values {
                    var changed = object
                    changed[key] = value
                    let event = try JSONBodyDecoder.decode(ResponseStreamEvent.self, from: .object(changed))
                    var accumulator = ResponseAccumulator()
                    accumulator.append(event)
                    _ = accumulator.response
                    _ = accumulator.metadata
                }
            }
        }
    }
}
