import Foundation
import Testing
import Waiter

@Suite("Decoding a completion directly from bytes")
struct DirectlyReadableTests {
    private static let ordinary: JSONValue = [
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1_795_000_000, "model": "gpt-6.1-sol",
        "choices": [
            [
                "index": 0, "logprobs": .null, "finish_reason": "stop",
                "message": [
                    "role": "assistant", "content": "Hi \u{1F469}\n\"you\"", "refusal": .null, "annotations": [],
                    "reasoning_content": "Hm.", "audio": .null,
                ],
            ],
            [
                "index": 4, "finish_reason": "tool_calls",
                "message": [
                    "role": "assistant", "content": .null,
                    "tool_calls": [
                        ["id": "call_1", "type": "function", "function": ["name": "f", "arguments": "{\"a\":1}"]]
                    ],
                ],
            ],
        ],
        "usage": [
            "prompt_tokens": 19, "completion_tokens": 10, "total_tokens": 29,
            "prompt_tokens_details": ["cached_tokens": 3, "audio_tokens": 0],
            "completion_tokens_details": ["reasoning_tokens": 4],
        ],
        "service_tier": "default", "system_fingerprint": "fp_1", "of_tomorrow": [1, "x", ["a": .null]],
    ]

    @Test("The ordinary format is decoded as it is by Decodable")
    func ordinary() throws {
        let bytes = Self.ordinary.jsonBytes
        #expect(ChatCompletion.read(bytes) != nil)
        #expect(ChatCompletion.read(bytes) == (try JSONBodyDecoder.decode(ChatCompletion.self, from: bytes)))
    }

    @Test("A value at any position is decoded as it is by Decodable, or left to Decodable")
    func deviations() throws {
        let strange: [JSONValue?] = [
            nil, .null, "", "custom", "function", 0, -1, 1.5, .number(1e300), true, [], [:], ["x"], [["text": "x"]],
            ["id": "x"],
        ]
        var read = 0
        for path in Self.paths(of: Self.ordinary) {
            for value in strange {
                let bytes = Self.replacing(path[...], in: Self.ordinary, with: value).jsonBytes
                guard let completion = ChatCompletion.read(bytes) else { continue }
                read += 1
                let expected = try? JSONBodyDecoder.decode(ChatCompletion.self, from: bytes)
                #expect(completion == expected, "\(String(decoding: bytes, as: UTF8.self))")
            }
        }
        #expect(read > 100)
    }

    @Test(
        "Other completions are left to Decodable",
        arguments: [
            "", "{}", "[]", "null", #"{"choices":[]} x"#, #"{"choices":[],"error":{"message":"m"}}"#,
            #"{"choices":[],"created":1e3}"#, #"{"choices":[{"message":{"content":["x"]}}]}"#, #"{"choices":[{}]}"#,
        ]
    )
    func others(text: String) {
        #expect(ChatCompletion.read(Array(text.utf8)) == nil)
    }

    @Test("A plain message is encoded as it is by Encodable")
    func messages() throws {
        var odd = ChatMessage.user("x")
        odd.additionalFields = ["prefix": true]
        let messages: [ChatMessage] = [
            .system("Be \"brief\".\n"), .user("\u{1F469}\u{0}"), .assistant("ok", name: "n"), odd,
            .tool("1", toolCallID: "call_1"), .user([.text("a")]), .assistant(),
        ]
        for message in messages {
            let ours = try JSONValue(parsing: JSONBodyEncoder.encode(message))
            #expect(ours == (try JSONValue(parsing: JSONEncoder().encode(message))))
        }
    }

    // MARK: Positions in a document

    private enum Step {
        case key(String)
        case index(Int)
    }

    private static func paths(of value: JSONValue) -> [[Step]] {
        var paths: [[Step]] = []
        switch value {
        case .object(let object):
            for (key, member) in object { paths += [[.key(key)]] + Self.paths(of: member).map { [.key(key)] + $0 } }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                paths += [[.index(index)]] + Self.paths(of: element).map { [.index(index)] + $0 }
            }
        default: break
        }
        return paths
    }

    /// The document with another value at a position, or without the position if the value is nil.
    private static func replacing(_ path: ArraySlice<Step>, in value: JSONValue, with new: JSONValue?) -> JSONValue {
        guard let step = path.first else { return new ?? .null }
        switch (step, value) {
        case (.key(let key), .object(var object)):
            let member = object[key] ?? .null
            object[key] = path.count == 1 ? new : replacing(path.dropFirst(), in: member, with: new)
            return .object(object)
        case (.index(let index), .array(var elements)):
            if path.count == 1, new == nil {
                elements.remove(at: index)
            } else {
                elements[index] = replacing(path.dropFirst(), in: elements[index], with: new)
            }
            return .array(elements)
        default: return value
        }
    }
}
