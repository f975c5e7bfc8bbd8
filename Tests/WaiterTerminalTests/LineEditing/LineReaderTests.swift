import Testing
import WaiterPlatform
import WaiterTerminal
import WaiterTestSupport

@Suite("Reading lines without a terminal")
struct LineReaderTests {
    /// Both ends of a pipe.
    private final class Pipe: Sendable {
        let readEnd: Int32
        let writeEnd: Int32

        init() throws {
            var ends: [Int32] = [-1, -1]
            try #require(pipe(&ends) == 0)
            (readEnd, writeEnd) = (ends[0], ends[1])
        }

        func send(_ bytes: some Sequence<UInt8>) throws {
            try StandardStream(descriptor: writeEnd).write(bytes)
        }

        deinit { close(readEnd) }
    }

    private func entries(of text: String, chunk: Int = 65_536) async throws -> [LineEntry] {
        let pipe = try Pipe()
        try pipe.send(text.utf8)
        close(pipe.writeEnd)
        var reader = LineReader(descriptor: pipe.readEnd, chunk: chunk)
        var entries: [LineEntry] = []
        while true {
            let entry = try await reader.read()
            if entry == .end { return entries }
            entries.append(entry)
        }
    }

    @Test("Lines end with a line feed, with or without a carriage return, and the last one with neither")
    func lines() async throws {
        let text = "one\r\n\nthree é漢\n\"\"\"\nfour\n\nfive\n\"\"\"\nlast"
        let expected: [LineEntry] = ["one", "", "three é漢", "four\n\nfive", "last"].map { .text($0) }
        for chunk in [1, 2, 3, 7, 65_536] {
            #expect(try await entries(of: text, chunk: chunk) == expected, "\(chunk) bytes at once")
        }
        #expect(try await entries(of: "\"\"\"\nnever\nclosed") == [.text("never\nclosed")])
        #expect(try await entries(of: "") == [])
    }

    @Test("A line that is not UTF-8 is reported, and the next one can be read")
    func invalid() async throws {
        let pipe = try Pipe()
        try pipe.send(Array("good\nbad ".utf8) + [0xFF, 0x0A] + Array("again\n".utf8))
        close(pipe.writeEnd)
        var reader = LineReader(descriptor: pipe.readEnd)
        #expect(try await reader.read() == .text("good"))
        await #expect(throws: TerminalError.invalidUTF8(line: 2, byte: 4)) { try await reader.read() }
        #expect(try await reader.read() == .text("again"))
        #expect(try await reader.read() == .end)
    }

    @Test("A cancelled task stops waiting for a line")
    func cancelled() async throws {
        let pipe = try Pipe()
        defer { close(pipe.writeEnd) }
        let task = Task {
            var reader = LineReader(descriptor: pipe.readEnd)
            return try await reader.read()
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("The editor reads lines and draws nothing if its input is not a terminal")
    func editor() async throws {
        let (input, output) = (try Pipe(), try Pipe())
        try input.send("a line\n".utf8)
        close(input.writeEnd)
        var editor = LineEditor(input: input.readEnd, output: StandardStream(descriptor: output.writeEnd))
        #expect(!editor.isInteractive)
        #expect(try await editor.read(LinePrompt("> ")) == .text("a line"))
        #expect(try await editor.read(LinePrompt("> ")) == .end)
        #expect(try await editor.read(LinePrompt("> ")) == .end)
        close(output.writeEnd)
        var byte: UInt8 = 0
        #expect(read(output.readEnd, &byte, 1) == 0)
        #expect(editor.history.entries == [])
    }
}
