import Testing
import Waiter

/// Puts every JSON type into every field next to the answer: the text must still arrive.
@Suite("Fields next to the answer")
struct SideFieldTests {
    private static let kinds: [JSONValue] = [
        .null, true, false, 0, -0.003, 1e300, "", "none", [], [1], [.null], ["x"], [[:]], [[[]]], [:], ["a": 1],
        ["type": 1], [["type": "x"]], [["url_citation": 3, "type": "url_citation"]],
        [["function": 7, "type": "function"]], ["content": 7], ["content": [["token": []]]], ["url": [:]],
    ]
    private static let top = [
        "id", "object", "created", "model", "usage", "service_tier", "system_fingerprint", "metadata", "moderation",
        "citations", "obfuscation", "timings", "of_tomorrow",
    ]
    private static let choice = ["index", "finish_reason", "logprobs", "of_tomorrow", "stop_reason"]
    private static let message = [
        "role", "refusal", "reasoning", "reasoning_content", "reasoning_details", "tool_calls", "annotations", "images",
        "audio", "function_call", "name", "of_tomorrow",
    ]

    /// Bodies with one unexpected field each, before or after the text.
    private static func bodies(_ container: String) -> [String] {
        var bodies: [String] = []
        for kind in kinds {
            for isFirst in [true, false] {
                func object(_ members: JSONObject, _ name: String?) -> JSONObject {
                    guard let name else { return members }
                    var result: JSONObject = isFirst ? [name: kind] : [:]
                    for (key, value) in members where key != name { result[key] = value }
                    result[name] = kind
                    return result
                }
                func body(_ top: String?, _ choice: String?, _ message: String?) -> String {
                    let text = object(["content": "Hello"], message)
                    let answer = object([container: .object(text)], choice)
                    return JSONValue.object(object(["choices": [.object(answer)]], top)).jsonText
                }
                bodies += Self.top.map { body($0, nil, nil) } + Self.choice.map { body(nil, $0, nil) }
                bodies += Self.message.map { body(nil, nil, $0) }
            }
        }
        return bodies
    }

    @Test("Whatever they are, a completion is decoded with its text")
    func completions() throws {
        for body in Self.bodies("message") {
            let completion = try decoded(ChatCompletion.self, body)
            #expect(completion.text == "Hello", "\(body)")
            #expect(completion.choices.count == 1)
            let direct = ChatCompletion.read(Array(body.utf8))
            #expect(direct == nil || direct == completion, "\(body)")
            // It can be encoded and decoded again.
            #expect(try roundTrip(completion).text == "Hello", "\(body)")
        }
    }

    @Test("Whatever they are, a chunk is decoded with its text, by the parser and by Codable alike")
    func chunks() throws {
        for body in Self.bodies("delta") {
            var parser = ChatChunkParser()
            let parsed = try Array(body.utf8).withUnsafeBufferPointer { try parser.parse($0) }
            guard case .element(let chunk) = parsed else {
                Issue.record("\(body) is not a chunk")
                continue
            }
            #expect(chunk.choices.first?.delta.content == "Hello", "\(body)")
            #expect(try decoded(ChatCompletionChunk.self, body) == chunk, "\(body)")
            #expect(try roundTrip(chunk).choices.first?.delta.content == "Hello", "\(body)")
        }
    }

    @Test("Whatever replaces the delta or its content, no chunk is rejected")
    func deltas() throws {
        for kind in Self.kinds {
            for body in [
                #"{"choices":[{"delta":\#(kind.jsonText)}]}"#, #"{"choices":[{"message":\#(kind.jsonText)}]}"#,
                #"{"choices":[{"text":\#(kind.jsonText)}]}"#, #"{"choices":[{"delta":{"content":\#(kind.jsonText)}}]}"#,
            ] {
                var parser = ChatChunkParser()
                let parsed = try Array(body.utf8).withUnsafeBufferPointer { try parser.parse($0) }
                guard case .element(let chunk) = parsed else {
                    Issue.record("\(body) is not a chunk")
                    continue
                }
                #expect(try decoded(ChatCompletionChunk.self, body) == chunk, "\(body)")
            }
        }
    }

    @Test("An error in the answer itself is reported with its path and JSON type names")
    func messages() throws {
        for (body, expected) in [
            (#"{"choices":[{"message":[]}]}"#, "expected object at choices[0].message"),
            (#"{"choices":{}}"#, "expected array at choices"),
            (#"{"choices":[7]}"#, "expected object at choices[0]"),
            (#"{"choices":[{}]}"#, "'message' is missing at choices[0]"),
            (#"{"choices":null}"#, "expected array but found null at choices"),
        ] {
            do {
                _ = try decoded(ChatCompletion.self, body)
                Issue.record("\(body) was decoded")
            } catch let error as DecodingError {
                #expect(error.summary == expected)
            }
        }
    }
}
