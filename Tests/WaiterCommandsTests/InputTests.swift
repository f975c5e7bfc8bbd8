import Testing
import Waiter
import WaiterCommands
import WaiterConversation
import WaiterModels

@Suite("Rewriting of command-line arguments")
struct InputTests {
    @Test(
        "Words that are not a command are a question; commands stay commands",
        arguments: [
            ([], ["ask"]),
            (["hello"], ["ask", "hello"]),
            (["-m", "x", "hello"], ["ask", "-m", "x", "hello"]),
            (["ask", "hello"], ["ask", "hello"]),
            (["local", "status"], ["local", "status"]),
            (["local", "run", "{}"], ["local", "run", "{}"]),
            (["keys", "set", "openai"], ["keys", "set", "openai"]),
            (["doctor"], ["doctor"]),
            (["local", "--help"], ["local", "--help"]),
            (["local", "help", "stop"], ["help", "local", "stop"]),
            (["--version"], ["--version"]),
            (["help"], ["help"]),
            (["help", "local", "start"], ["help", "local", "start"]),
            (["help", "me", "write"], ["ask", "help", "me", "write"]),
            (["help", "log", "into", "my account"], ["ask", "help", "log", "into", "my account"]),
            (["Hi"], ["ask", "Hi"]), (["explain"], ["ask", "explain"]), (["doctr who?"], ["ask", "doctr who?"]),
            (["doctr", "who"], ["ask", "doctr", "who"]), (["ask", "doctr"], ["ask", "doctr"]),
            (["-m", "x", "doctr"], ["ask", "-m", "x", "doctr"]),
        ]
    )
    func commands(words: [String], expected: [String]) throws {
        #expect(try ArgumentRewriter(WaiterCommand.tree).rewrite(words) == expected)
    }

    @Test(
        "A single word that resembles a command, and the help of an unknown one, are rejected with a suggestion",
        arguments: [
            (["doctr"], "waiter doctor"), (["modles"], "waiter models"), (["chta"], "waiter chat"),
            (["lgo"], "waiter log"), (["Usgae"], "waiter usage"), (["hlep"], "waiter help"),
            (["tokns", "--json"], "waiter tokens"), (["confg", "-m", "gpt-5", "-v"], "waiter config"),
            (["kyes", "-o", "n", "2"], "waiter keys"), (["completion"], "waiter completions"),
            (["help", "doctr"], "waiter help doctor"), (["help", "log", "serch"], "waiter help log search"),
            (["help", "usage", "budget", "sett"], "waiter help usage budget set"),
        ]
    )
    func misspelled(words: [String], meant: String) {
        #expect {
            try ArgumentRewriter(WaiterCommand.tree).rewrite(words)
        } throws: { error in
            let failure = error as? CommandFailure
            return failure?.status == .usage && failure?.nextStep?.hasPrefix("did you mean '\(meant)'? ") == true
        }
    }

    @Test(
        "The help of a word that resembles no command is rejected as well",
        arguments: [["help", "me"], ["help", "local", "hero"]]
    )
    func unknownHelp(words: [String]) {
        #expect(throws: CommandFailure.self) { try ArgumentRewriter(WaiterCommand.tree).rewrite(words) }
    }

    @Test(
        "A name and its value are joined, but not where they mean something else",
        arguments: [
            (["-o", "n", "2", "hi"], ["-o", "n=2", "hi"]),
            (["-o", "n=2", "hi"], ["-o", "n=2", "hi"]),
            (["--option", "seed", "-1"], ["--option", "seed=-1"]),
            (["-o", "stop", "a=b"], ["-o", "stop=a=b"]),
            (["-o"], ["-o"]),
            (["-o", "n"], ["-o", "n"]),
            (["-s", "-o", "x", "y"], ["-s", "-o", "x", "y"]),
            (["--", "-o", "n", "2"], ["--", "-o", "n", "2"]),
            (["-o", "n", "--", "-o", "m", "1"], ["-o", "n=--", "-o", "m=1"]),
        ]
    )
    func pairs(words: [String], expected: [String]) throws {
        #expect(try ArgumentRewriter(WaiterCommand.tree).rewrite(["ask"] + words) == ["ask"] + expected)
    }

    @Test("The first invalid UTF-8 byte is found, including truncated and overlong sequences")
    func utf8() {
        #expect(UTF8Check.firstInvalidByte(in: Array("añ🌍".utf8)) == nil)
        #expect(UTF8Check.firstInvalidByte(in: []) == nil)
        #expect(UTF8Check.firstInvalidByte(in: [0x61, 0xE9, 0x62]) == 1)
        #expect(UTF8Check.firstInvalidByte(in: Array("🌍".utf8).dropLast()) == 0)
        #expect(UTF8Check.firstInvalidByte(in: Array("ñ".utf8) + [0xC0, 0x80]) == 2)
        #expect(UTF8Check.firstInvalidByte(in: [0x61, 0xED, 0xA0, 0x80]) == 1)
        #expect(UTF8Check.firstInvalidByte(in: [0xFF]) == 0)
    }

    @Test("The closest name is a likely intention, and distant names are not suggested")
    func nearest() {
        let names = ["gpt-5-mini", "gpt-5", "o4-mini"]
        #expect(NearestName.find("gpt-5-mni", in: names) == "gpt-5-mini")
        #expect(NearestName.find("GPT-5", in: names) == "gpt-5")
        #expect(NearestName.find("o4-mnii", in: names) == "o4-mini")
        #expect(NearestName.find("claude-opus", in: names) == nil)
        #expect(NearestName.find("x", in: [String]()) == nil)
        #expect(NearestName.distance("ab", "ba") == 1)
        #expect(NearestName.distance("", "abc") == 3)
        #expect(NearestName.distance("kitten", "sitting") == 3)
    }

    @Test("Errors of the argument parser become one line with the next step")
    func parserText() {
        let missing = """
            Error: Missing value for '-m <model>'
            Help:  -m <model>  The model (default: the profile's).
            Usage: waiter [ask] <prompt> [options]
              See 'waiter ask --help' for more information.
            """
        #expect(
            CommandFailure(parserText: missing).text
                == "waiter: missing value for '-m <model>'; see 'waiter ask --help'"
        )
        #expect(CommandFailure(parserText: missing).status == .usage)
        let ambiguous = "Error: Unknown option '-x'\n   or: Missing value\nUsage: waiter\n  See 'waiter ask --help' for"
        #expect(CommandFailure(parserText: ambiguous).text.hasPrefix("waiter: unknown option '-x' or: Missing value; "))
        #expect(CommandFailure(parserText: "").text == "waiter: ; see 'waiter --help'")
    }
}
