import Foundation
import Testing
import Waiter
import WaiterConversation
import WaiterStore
import WaiterTestSupport

@Suite("waiter log: lists and search")
struct LogListTests {
    private let scene: LogScene

    init() throws { scene = try LogScene() }

    private static func time(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

    @Test("Without a database, reading prints a notice and creates none")
    func nothing() async throws {
        for words in [["log"], ["log", "list"], ["log", "list", "--json"]] {
            let result = try await scene.fixture.run(words)
            #expect(result.exitCode == 0)
            #expect(result.output == (words.contains("--json") ? "[]\n" : ""))
            let said = "no conversations yet; start one with: waiter 'What is an API?'"
            let json = #"{"notice":{"message":"\#(said)"}}"#
            #expect(result.error == (words.contains("--json") ? json : "waiter: " + said) + "\n")
        }
        for words in [
            ["log", "show"], ["log", "branch"], ["log", "export", "--all"], ["log", "rm", "last", "--yes"],
        ] {
            let result = try await scene.fixture.run(words)
            #expect(result.exitCode == 2)
            #expect(result.error == "waiter: no conversations yet\n")
        }
        #expect(try await scene.run("search", "x").exitCode == 1)
        #expect(!FileManager.default.fileExists(atPath: scene.path))
    }

    @Test("A pipe receives the most recently used conversations first, with full IDs, UTC times and tabs")
    func pipe() async throws {
        let old = try scene.keep(("What is\tan API?\nTell me.", "A menu."), at: Self.time("2025-01-02T03:04:05Z"))
        let new = try scene.keep(
            ("a", "b"),
            ("c", "d"),
            model: "m",
            title: "Letters",
            at: Self.time("2026-01-02T03:04:05Z")
        )
        let result = try await scene.run("list")
        #expect(
            result.output == """
                \(new)\t2026-01-02T03:04:05Z\tm\t2\tLetters
                \(old)\t2025-01-02T03:04:05Z\tgpt-5\t1\tWhat is an API? Tell me.

                """
        )
        #expect(result.error == "")
        #expect(try await scene.run().output == result.output)
        #expect(try await scene.run("-n", "1").output.split(separator: "\n").count == 1)
        #expect(try await scene.run("-m", "GPT").output.hasPrefix(old.text))
        #expect(try await scene.run("--since", "2025-06-01").output.hasPrefix(new.text))
        #expect(try await scene.run("--since", "today").error == "waiter: no matching conversations\n")
        let json = try JSONValue(jsonText: try await scene.run("--json").output)
        #expect(json[0]?["id"] == .string(new.text))
        #expect(json[0]?["named"] == true && json[1]?["named"] == false)
        #expect(json[1]?["used_at"] == "2025-01-02T03:04:05.000Z")
    }

    @Test("A terminal shows unique short IDs and lines that fit, without escape sequences from titles")
    func terminal() async throws {
        let time = try Self.time("2026-01-02T03:04:05Z")
        for number in 0..<30 {
            try scene.keep(("\u{1B}]0;evil\u{7} 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字 \(number)", "x"), at: time)
        }
        let result = try await scene.run("-n", "0", streams: .terminal)
        let lines = result.output.split(whereSeparator: \.isNewline)
        #expect(lines.count == 30)
        #expect(!result.output.contains("\u{1B}") && !result.output.contains("\u{7}"))
        let ids = lines.map { $0.prefix { $0 != " " } }
        #expect(Set(ids).count == 30)
        // Each suffices to show it, and all have the same length.
        #expect(Set(ids.map(\.count)).count == 1)
        #expect(try await scene.run("show", String(ids[7])).exitCode == 0)
        for line in lines {
            let columns = line.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x4E00 && $1.value <= 0x9FFF ? 2 : 1) }
            #expect(columns <= 80, "\(line)")
        }
    }

    @Test("A conversation is found by either end of its ID, its number in the most recent list, or part of its title")
    func names() async throws {
        let time = try Self.time("2026-01-02T03:04:05Z")
        let ids = try (0..<4).map {
            try scene.keep(("Question \($0) about cats", "answer \($0)"), at: time + Double($0))
        }
        let listed = try await scene.run(streams: .terminal).output.split(whereSeparator: \.isNewline)
        for (index, line) in listed.enumerated() {
            let fields = line.split(separator: " ")
            #expect(ids[3 - index].text.hasSuffix(fields[0]) && fields[0].count >= 4, "\(line)")
            #expect(fields[1] == "\(index + 1)")
            for name in [String(fields[0]), String(fields[1])] {
                #expect(try await scene.run("show", name, "--last").output == "answer \(3 - index)\n", "\(name)")
            }
        }
        // A list in a pipe is numbered by its lines.
        #expect(try await scene.run("--limit", "2", "-m", "gpt").output.split(separator: "\n").count == 2)
        #expect(try await scene.run("show", "2", "--last").output == "answer 2\n")
        #expect(try await scene.run("show", "3").exitCode == 2)
        #expect(try await scene.run("search", "answer", "0").output.split(separator: "\n").count == 1)
        #expect(try await scene.run("show", "1", "--last").output == "answer 0\n")
        _ = try await scene.run()
        // The numbers stay valid, whatever is recorded since.
        try scene.keep(("later", "x"), at: time + 10)
        #expect(try await scene.run("show", "1", "--last").output == "answer 3\n")
        let gone = try await scene.run("show", "5")
        #expect(gone.exitCode == 2)
        #expect(gone.error == "waiter: number 5 is not in the most recent list; list conversations with: waiter log\n")
        // Titles match in any case; ambiguous ones are reported.
        #expect(try await scene.run("show", "QUESTION 2", "--last").output == "answer 2\n")
        let several = try await scene.run("show", "about cats")
        #expect(several.exitCode == 2)
        #expect(
            several.error.hasPrefix(
                "waiter: several conversations have 'about cats' in their titles; type more characters\n"
            )
        )
        for id in ids { #expect(several.error.contains("  \(id)  Question")) }
        let other = try LogScene()
        try other.keep(("a", "b"))
        let none = try await other.run("show", "1")
        #expect(none.error.hasPrefix("waiter: number 1 is unknown, because no conversations have been listed yet; "))
    }

    @Test("PAGER shows only output longer than the screen, with its colors")
    func pager() async throws {
        for number in 0..<40 { try scene.keep(("Question \(number)", "x")) }
        let environment = ["PAGER": "sed 's/^/paged: /'", "TERM": "xterm"]
        let long = try await scene.run("--limit", "0", environment: environment, streams: .terminal)
        let lines = long.output.split(whereSeparator: \.isNewline)
        #expect(lines.count == 40 && lines.allSatisfy { $0.hasPrefix("paged: ") })
        let short = try await scene.run("--limit", "3", environment: environment, streams: .terminal)
        #expect(short.output.split(whereSeparator: \.isNewline).count == 3 && !short.output.contains("paged: "))
        #expect(try await !scene.run("--limit", "0", environment: environment).output.contains("paged: "))
        let missing = try await scene.run(
            "--limit",
            "0",
            environment: ["PAGER": "no-such-pager", "TERM": "xterm"],
            streams: .terminal
        )
        #expect(missing.output.contains("Question 39"))
        try scene.keep(("Tell", (0..<60).map { "- **item** \($0)" }.joined(separator: "\n")), title: "Long")
        let shown = try await scene.run("show", "Long", environment: environment, streams: .terminal)
        #expect(shown.output.contains("paged: ") && shown.output.contains("\u{1B}[") && !shown.output.contains("**"))
    }

    @Test("An invalid date or a negative count is a usage error with examples")
    func badFilters() async throws {
        for date in ["soon", "2026-02-30", "2026-13-01", "7x", "", "2026-01-01T25:00"] {
            let result = try await scene.run("--since", date)
            #expect(result.exitCode == 2, "\(date)")
            #expect(
                result.error.hasPrefix("waiter: --since '\(date)' is not a valid date; for example: 2026-11-01"),
                "\(result.error)"
            )
        }
        #expect(try await scene.run("-n", "-1").exitCode == 2)
    }

    @Test("An unknown or ambiguous ID is a usage error that lists candidates")
    func ids() async throws {
        let time = try Self.time("2026-01-02T03:04:05Z")
        let first = try scene.keep(("first", "x"), at: time)
        let second = try scene.keep(("second", "x"), at: time)
        let both = String(first.text.prefix(8))
        let ambiguous = try await scene.run("show", both)
        #expect(ambiguous.exitCode == 2)
        #expect(ambiguous.error.hasPrefix("waiter: several IDs start with '\(both)'; type more characters\n"))
        for (id, title) in [(first, "first"), (second, "second")] {
            #expect(ambiguous.error.contains("  \(id)  \(title)\n"))
        }
        // All ways to refer to a conversation.
        for name in [first.text, first.text.uppercased()] {
            #expect(try await scene.run("show", name, "--last").output == "x\n")
        }
        var typo = Array(first.text.prefix(12))
        typo.swapAt(3, 4)
        let unknown = try await scene.run("show", String(typo))
        #expect(unknown.exitCode == 2)
        #expect(unknown.error.hasPrefix("waiter: no such conversation: \(String(typo)); did you mean "))
        for short in ["01", "la", "01h!"] {
            let result = try await scene.run("show", short)
            #expect(
                result.exitCode == 2 && result.error.contains("'\(short)' is not a conversation ID"),
                "\(result.error)"
            )
        }
        let json = try await scene.run("show", "zzzz", "--json")
        #expect(json.output == "")
        #expect(try JSONValue(jsonText: json.error)["error"]?["kind"] == "unknownConversation")
    }

    @Test("`last` is the most recently used conversation, not the most recently created")
    func last() async throws {
        let old = try scene.keep(("old", "x"), at: Self.time("2024-01-02T03:04:05Z"))
        try scene.keep(("new", "x"), at: Self.time("2025-01-02T03:04:05Z"))
        let store = try scene.store()
        var stored = try await store.conversation(old)
        stored.conversation.append(.user("again"))
        try await store.save(&stored)
        #expect(try await scene.run("show", "last", "--json").output.contains("\"\(old)\""))
    }

    @Test("Search finds all words in any form, highlights them on a terminal, and exits with 1 without results")
    func search() async throws {
        let id = try scene.keep(("Wo ist die Bäckerei, bitte?", "Neben dem\nMarkt."), ("Danke", "Gern"))
        let found = try await scene.run("search", "BACKEREI", "bitte")
        #expect(found.exitCode == 0)
        let fields = found.output.split(separator: "\n").map { $0.split(separator: "\t") }
        #expect(fields.count == 1)
        #expect(fields[0][0] == id.text && fields[0][2] == "user" && fields[0][3] == "Wo ist die Bäckerei, bitte?")
        #expect(try await scene.run("search", "dem", "markt").output.hasSuffix("\tassistant\tNeben dem Markt.\n"))

        let shown = try await scene.run("search", "markt", environment: ["TERM": "xterm"], streams: .terminal)
        #expect(shown.output.contains("\u{1B}[1;31mMarkt\u{1B}[0m."))
        for plain in [["NO_COLOR": "1", "TERM": "xterm"], ["TERM": "dumb"]] {
            let result = try await scene.run("search", "markt", environment: plain, streams: .terminal)
            #expect(result.output.contains("Neben dem Markt.") && !result.output.contains("\u{1B}"))
        }
        let none = try await scene.run("search", "nirgends")
        #expect(none.exitCode == 1 && none.output == "" && none.error == "waiter: no matches\n")
        #expect(try await scene.run("search", "--", "danke", "-gern").exitCode == 0)
        #expect(try await scene.run("search", "bitte", "-m", "llama").exitCode == 1)
        let json = try JSONValue(jsonText: try await scene.run("search", "--json", "markt").output)
        #expect(json[0]?["excerpt"]?.arrayValue?.contains { $0["match"] == true && $0["text"] == "Markt" } == true)
        try scene.keep(("Was tut -Werror?", "Fehler"))
        for words in [["-Werror"], ["--", "-Werror"], ["-Werror", "-n", "5"]] {
            let command = try await scene.fixture.run(["log", "search"] + words)
            #expect(command.output.contains("Was tut -Werror?"), "\(words) \(command.error)")
        }
        #expect(try await scene.run("search", "danke", "-dankbar", "--json").exitCode == 0)
        #expect(try await scene.run("search", "--no-such").exitCode == 1)
        // Any input is plain text.
        for odd in ["\"", "*", "a OR", "NEAR(", "x:y", "{", "'; DROP TABLE"] {
            #expect([0, 1].contains(try await scene.run("search", "--", odd).exitCode), "\(odd)")
        }
    }
}
