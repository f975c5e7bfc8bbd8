import Testing
import WaiterCommands

@Suite("Parsing of chat lines")
struct ChatLineTests {
    private func line(_ text: String) -> ChatLine { ChatLine(text, commands: SlashCommand.names) }

    @Test("A slash starts a command, with its argument and exclamation mark")
    func commands() {
        #expect(line("/undo") == .command(name: "undo", isForced: false, argument: ""))
        #expect(line("  /UNDO  ") == .command(name: "undo", isForced: false, argument: ""))
        #expect(line("/save! a b.md ") == .command(name: "save", isForced: true, argument: "a b.md"))
        #expect(
            line("/system Be brief.\nBe kind.")
                == .command(name: "system", isForced: false, argument: "Be brief.\nBe kind.")
        )
    }

    @Test(
        "Text that merely resembles a command is a question",
        arguments: [
            "hello", "/usr/bin/env what is this", "/* a comment\nof code */", "/undoing\nis the first line", "/", "/ x",
            " /etc/hosts?", "what does /undo do?",
        ]
    )
    func questions(text: String) {
        #expect(line(text) == .question(text))
    }

    @Test("Two slashes start a question with a slash")
    func escaped() {
        #expect(line("//undo it") == .question("/undo it"))
    }

    @Test("Blank lines are ignored, and an unknown command is distinguished from a question")
    func others() {
        #expect(line("") == .blank)
        #expect(line(" \n\t") == .blank)
        #expect(line("/undoo it") == .unknown("undoo"))
    }
}
