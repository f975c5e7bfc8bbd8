import Testing
import Waiter

@Suite("Answer content")
struct AnswerContentTests {
    private func message(_ message: String) throws -> ChatCompletion.Message {
        try decoded(ChatCompletion.Message.self, message)
    }

    @Test(
        "Text, reasoning, images and refusals in parts are distinguished",
        arguments: [
            (#""Hi""#, "Hi", nil), ("null", nil, nil), ("[]", "", nil), (#"["H","i"]"#, "Hi", nil),
            (#"[{"type":"text","text":"H"},{"type":"output_text","text":"i"}]"#, "Hi", nil),
            (#"{"type":"text","text":"Hi"}"#, "Hi", nil),
            (#"[{"type":"thinking","thinking":[{"type":"text","text":"Hm"}]},"Hi"]"#, "Hi", "Hm"),
            (#"[{"type":"thinking","thinking":"Hm"}]"#, nil, "Hm"),
            (#"[{"type":"reasoning","text":"Hm"},"Hi"]"#, "Hi", "Hm"),
            (#"[{"type":"reference","reference_ids":[1]},{"type":"text","text":"Hi"}]"#, "Hi", nil),
            (#"[{"type":"of_tomorrow","text":"Hi"}]"#, "Hi", nil), ("[1]", "[1]", nil), ("7", "7", nil),
        ] as [(String, String?, String?)]
    )
    func parts(content: String, text: String?, reasoning: String?) throws {
        let message = try message(#"{"content":\#(content)}"#)
        #expect(message.content == text)
        #expect(message.reasoning == reasoning)
    }

    @Test("An image is separate from the text, wherever the server put it")
    func images() throws {
        let image = #"{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}"#
        for json in [
            #"{"content":"Here.","images":[\#(image)]}"#, #"{"content":[{"type":"text","text":"Here."},\#(image)]}"#,
        ] {
            let message = try message(json)
            #expect(message.content == "Here.")
            #expect(message.images == [.imageURL("data:image/png;base64,AA==")])
            #expect(try roundTrip(message) == message)
            let chunk = try decoded(ChatCompletionChunk.self, #"{"choices":[{"delta":\#(json)}]}"#)
            var accumulator = ChatCompletionAccumulator()
            accumulator.append(chunk)
            #expect(accumulator.completion.message == message)
        }
    }

    @Test("Reasoning is read from the first of its fields that is not empty")
    func reasoning() throws {
        for (json, expected) in [
            (#"{"reasoning":"a","reasoning_content":"b"}"#, "b"), (#"{"reasoning":"a","reasoning_content":""}"#, "a"),
            (#"{"reasoning_details":[{"type":"reasoning.text","text":"a"},{"summary":"b"}]}"#, "ab"),
            (#"{"reasoning":"a","reasoning_details":[{"type":"reasoning.text","text":"a"}]}"#, "a"),
            (#"{"reasoning_details":[{"type":"reasoning.encrypted","data":"x"}]}"#, nil),
            (#"{"content":[{"type":"thinking","thinking":"c"}],"reasoning":"a"}"#, "a"),
        ] as [(String, String?)] {
            #expect(try message(json).reasoning == expected, "\(json)")
            var parser = ChatChunkParser()
            let body = Array(#"{"choices":[{"delta":\#(json)}]}"#.utf8)
            guard case .element(let chunk) = try body.withUnsafeBufferPointer({ try parser.parse($0) }) else {
                Issue.record("\(json) is not a delta")
                continue
            }
            #expect(chunk.choices[0].delta.reasoning == expected, "\(json)")
        }
    }

    @Test("Citations are URLs, from strings and from objects, and are kept when later chunks have none")
    func citations() throws {
        let completion = try decoded(
            ChatCompletion.self,
            #"{"choices":[{"message":{"content":"x"}}],"citations":["https://a.example",{"url":"https://b.example"},7]}"#
        )
        #expect(completion.citations == ["https://a.example", "https://b.example"])
        #expect(try roundTrip(completion) == completion)
        var accumulator = ChatCompletionAccumulator()
        for json in [#"{"choices":[],"citations":["https://a.example"]}"#, #"{"choices":[{"delta":{"content":"x"}}]}"#]
        {
            accumulator.append(try decoded(ChatCompletionChunk.self, json))
        }
        #expect(accumulator.completion.citations == ["https://a.example"])
    }
}
