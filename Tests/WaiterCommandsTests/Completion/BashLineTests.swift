import Testing
import WaiterCommands

@Suite("Completion in bash")
struct BashLineTests {
    private let environment: [String: String]
    private let directory: KeyTestDirectory

    init() throws {
        directory = try KeyTestDirectory()
        environment = ["WAITER_HOME": directory.path, "OPENAI_API_KEY": "k"]
        try directory.file(
            "models.json",
            #"{"aliases": {"a": "llama3:8b", "b": "my model:2", "c": "it's", "d": "$x\"y", "e": "a:b:c"}}"#
        )
    }

    /// The text with which bash would replace the end of the word.
    private func insertions(_ line: String, breaks: String = " \t\n\"'><=;|&(:") -> [String] {
        CompletionShell.bash.answer(to: [line], in: WaiterCommand.tree, breaks: breaks, environment: environment)
            .split(separator: "\n").map { String($0.dropFirst()) }
    }

    @Test("Only the part that bash replaces is returned: the text after a colon or an equals sign")
    func breaks() {
        #expect(insertions("waiter -m lla") == ["llama3:8b"])
        #expect(insertions("waiter -m llama3:") == ["8b"])
        #expect(insertions("waiter -m a:b:") == ["c"])
        #expect(insertions("waiter -m llama3:", breaks: " \t\n") == ["llama3:8b"])
        #expect(insertions("waiter --profile=ol") == ["ollama"])
        #expect(insertions(#"waiter -m llama3\:8"#) == ["llama3:8b"])
    }

    @Test("Spaces and quotes survive, however the word was started")
    func quotes() {
        #expect(insertions("waiter -m my") == [#"my\ model:2"#])
        #expect(insertions(#"waiter -m my\ mo"#) == [#"my\ model:2"#])
        #expect(insertions("waiter -m 'my mo") == ["my model:2"])
        #expect(insertions("waiter -m \"my model:") == ["my model:2"])
        #expect(insertions("waiter -m it") == [#"it\'s"#])
        #expect(insertions("waiter -m 'it") == [#"it'\''s"#])
        #expect(insertions("waiter -m \\$") == [#"\$x\"y"#])
        #expect(insertions("waiter -m \"\\$x") == [#"\$x\"y"#])
        #expect(insertions("waiter -m 'my'\\ mo") == [#"\ model:2"#])
    }

    @Test("A quoted word before the cursor counts as one, and variables before the program do not count")
    func words() {
        #expect(insertions("waiter 'a b' -m lla") == ["llama3:8b"])
        #expect(insertions("WAITER_MODEL=x /usr/bin/waiter -m lla") == ["llama3:8b"])
        #expect(insertions("waiter mod") == ["models"])
        #expect(insertions("waiter").contains("models"))
    }
}
