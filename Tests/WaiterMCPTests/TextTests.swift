import Testing
import Waiter
import WaiterTesting

@testable import WaiterMCP

@Suite("Texts of servers")
struct TextTests {
    @Test(
        "Escape sequences and control characters are removed, line feeds and tabs stay",
        arguments: [
            ("plain\ttext\n", "plain\ttext\n"), ("\u{1B}[1;31mred\u{1B}[0m", "red"),
            ("\u{1B}]8;;http://x\u{1B}\\y", "y"),
            ("\u{1B}]0;title\u{7}z", "z"), ("\u{9B}2Jx", "x"), ("a\r\nb\rc", "a\nb\nc"), ("\u{1B}(Bx\u{0}\u{8}", "x"),
            ("\u{1B}]broken\nrest", "\nrest"), ("\u{1B}[31", ""), ("\u{1B}P1$q\u{1B}\\x", "x"),
        ]
    )
    func cleaned(text: String, expected: String) {
        #expect(PlainText.cleaned(text) == expected)
    }

    @Test("Characters that hide text from people are removed")
    func hidden() {
        #expect(PlainText.visible("Adds\u{E0041}\u{E0042}\u{200B} two \u{202E}numbers\u{2066}") == "Adds two numbers")
        #expect(PlainText.visible("naïve 日本語 👩‍👩‍👧 \n") == "naïve 日本語 👩‍👩‍👧 \n")
    }

    @Test("Long texts are cut between scalars, and say so")
    func truncation() {
        #expect(PlainText.truncated("äöü", limit: 6) == "äöü")
        #expect(PlainText.truncated("äöü", limit: 5) == "äö\n[truncated after 5 of 6 bytes]")
    }

    @Test("Lines are the same for every split of the bytes")
    func lines() throws {
        let bytes = Array("one\r\n\ntwo\nthree".utf8)
        for size in 1...bytes.count {
            var buffer = LineBuffer(limit: 10)
            var lines: [String] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { buffer.append($0) }
                while let line = try buffer.next() { lines.append(String(decoding: line, as: UTF8.self)) }
            }
            #expect(lines == ["one", "", "two"])
        }
        var buffer = LineBuffer(limit: 2)
        bytes.withUnsafeBytes { buffer.append($0) }
        #expect(throws: LineBuffer.TooLong.self) { try buffer.next() }
    }

    @Test("Names of tools are valid function names, and stay different")
    func names() {
        #expect(ToolName.prefixed("now", server: "time") == "time__now")
        let long = String(repeating: "x", count: 100)
        let names = [
            ToolName.prefixed("a.b", server: "s"), ToolName.prefixed("a b", server: "s"),
            ToolName.prefixed(long + "1", server: "s"), ToolName.prefixed(long + "2", server: "s"),
        ]
        #expect(Set(names).count == 4)
        for name in names { #expect(name.utf8.count <= 64 && ToolName.allowed(name) == name) }
    }

    @Test("A sign of life moves the idle deadline, and not the total one")
    func deadline() async throws {
        let manual = ManualClock()
        let clock = CallClock(manual)
        let activity = Activity(clock)
        let task = Task {
            try await ActivityDeadline.run(
                clock,
                idle: .seconds(10),
                total: .seconds(25),
                activity: activity,
                error: { MCPError(.timeout, server: "s", "\($0)") },
                { try await Task.sleep(for: .seconds(86_400)) }
            )
        }
        for _ in 0..<2 {
            await manual.waitForSleepers()
            manual.advance(by: .seconds(9))
            activity.note()
        }
        for _ in 0..<3 {
            await manual.waitForSleepers()
            manual.advance(by: .seconds(7))
            activity.note()
            if manual.now.offset >= .seconds(25) { break }
        }
        let error = await mcpError { try await task.value }
        #expect(error?.message == "\(Duration.seconds(25))")
    }

    @Test("Structured content that does not conform to the tool's own schema is an error")
    func nonconformingContent() throws {
        let schema = try JSONSchema(["type": "object", "properties": ["a": ["type": "integer"]], "required": ["a"]])
        func output(_ structured: JSONValue, isError: Bool = false) throws -> ToolOutput {
            let result: JSONValue = ["structuredContent": structured, "content": [], "isError": .bool(isError)]
            return try ToolResult.output(result, schema: schema, limit: 1000)
        }
        #expect(try output(["a": 1]) == ToolOutput("{\"a\":1}"))
        let wrong = try output(["a": "one"])
        #expect(wrong.isError)
        #expect(wrong.text.hasPrefix("the tool's result does not conform to its own schema: a"))
        #expect(try output([:]).isError)
        // The result of a failed call need not conform.
        #expect(try output([:], isError: true).text == "{}")
    }

    @Test("Content that is no text is named, and structured content is added unless the text repeats it")
    func content() throws {
        func output(_ result: JSONValue, limit: Int = 1000) throws -> ToolOutput {
            try ToolResult.output(result, schema: nil, limit: limit)
        }
        let text: JSONValue = ["type": "text", "text": "{\"a\": 1}"]
        #expect(try output(["content": [text]]).text == "{\"a\": 1}")
        #expect(try output(["content": [text], "structuredContent": ["a": 1]]).text == "{\"a\": 1}")
        #expect(try output(["content": [text], "structuredContent": ["a": 2]]).text == "{\"a\": 1}\n{\"a\":2}")
        #expect(try output(["structuredContent": [1, 2]]).text == "[1,2]")
        let wrapped: JSONValue = ["content": [["type": "text", "text": "hi"]], "structuredContent": ["result": "hi"]]
        #expect(try output(wrapped).text == "hi")
        let image: JSONValue = ["type": "image", "data": "AAAAAAAA", "mimeType": "image/png"]
        let link: JSONValue = ["type": "resource_link", "uri": "file:///x", "name": "x"]
        let file: JSONValue = ["type": "resource", "resource": ["uri": "file:///y", "text": "content"]]
        let mixed = try output(["content": [image, link, file], "isError": true])
        #expect(
            mixed
                == ToolOutput("[image image/png, 6 bytes, omitted]\n[resource file:///x (x)]\ncontent", isError: true)
        )
        #expect(
            try output(["content": [["type": "text", "text": "abcdef"]]], limit: 3).text.hasPrefix("abc\n[truncated")
        )
        #expect(try output(["resultType": "input_required"]).isError)
        #expect(throws: RPCFailure.self) { try output(["resultType": "task", "content": []]) }
        #expect(throws: RPCFailure.self) { try output([:]) }
    }
}
