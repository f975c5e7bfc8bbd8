import Testing
import Waiter
import WaiterTestSupport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("waiter tokens")
struct TokensCommandTests {
    private let fixture: CommandFixture

    init() throws {
        fixture = try CommandFixture()
    }

    private func run(_ words: String..., input: CommandInput = .empty) async throws -> CommandResult {
        try await fixture.run(["tokens"] + words, input: input)
    }

    private func path(_ name: String) -> String { fixture.waiterHome + "/" + name }

    // MARK: count

    @Test("Piped text is counted offline and without a key, and only the number is printed")
    func count() async throws {
        for words in [[], ["count"], ["count", "-"], ["--encoding", "o200k_base"]] {
            let result = try await fixture.run(["tokens"] + words, input: .text("Hello world"))
            #expect((result.output, result.error, result.exitCode) == ("2\n", "", 0))
        }
        #expect(try await run("count").output == "0\n")
    }

    @Test("Several files are counted one by one and in total")
    func files() async throws {
        try fixture.write("Hello world", to: "a.txt")
        try fixture.write(String(repeating: "Hello world\n", count: 10), to: "b.txt")
        let (a, b) = (path("a.txt"), path("b.txt"))
        #expect(try await run("count", a, b).output == " 2  \(a)\n30  \(b)\n32  total\n")
        let json = try JSONValue(jsonText: try await run("count", a, b, "--json").output)
        #expect(json["tokens"] == 32)
        #expect(json["exact"] == true)
        #expect(json["encoding"] == "o200k_base")
        #expect(json["files"]?[1] == ["name": .string(b), "tokens": 30, "bytes": 120])
    }

    @Test("The model determines the encoding, an alias stands for its model, and a guess is reported")
    func models() async throws {
        let text = CommandInput.text("naïve 日本語")
        let old = try await run("count", "-m", "gpt-4", input: text)
        #expect((old.output, old.error) == (try await run("--encoding", "cl100k_base", input: text).output, ""))
        try fixture.write(#"{"aliases": {"old": "gpt-4"}}"#, to: "models.json")
        #expect(try await run("count", "-m", "old", input: text).output == old.output)
        let guess = try await run("count", "-m", "gpt-4p", input: text)
        #expect(guess.exitCode == 0)
        #expect(
            guess.error
                == "waiter: approximate: unknown model 'gpt-4p' (did you mean 'gpt-4'?), so o200k_base is assumed\n"
        )
        #expect(try await run("count", "-q", "-m", "gpt-4p", input: text).error == "")
        let json = try JSONValue(jsonText: try await run("count", "--json", "-m", "gpt-6.1-sol", input: text).output)
        #expect(json["exact"] == false)
        #expect(json["reasons"]?[0] == "the encoding of gpt-6.1-sol is not published, so o200k_base is assumed")
    }

    @Test("An unknown encoding gets the closest name")
    func unknownEncoding() async throws {
        let result = try await run("count", "--encoding", "o200k_bsae", input: .text("x"))
        #expect((result.output, result.exitCode) == ("", 2))
        #expect(
            result.error.hasPrefix("waiter: unknown encoding 'o200k_bsae'; did you mean 'o200k_base'? available: ")
        )
    }

    @Test("Invalid UTF-8 is rejected with its offset, and counted with --lossy")
    func invalid() async throws {
        let bytes = Array("Hello ".utf8) + [0xFF] + Array("x".utf8)
        for command in ["count", "encode"] {
            let result = try await run(command, input: .bytes(bytes))
            #expect(result.exitCode == 2)
            #expect(
                result.error.hasPrefix(
                    "waiter: standard input contains invalid UTF-8 (at byte 6); "
                        + "replace the invalid bytes with --lossy, or "
                )
            )
        }
        let repaired = try await run("count", input: .text("Hello \u{FFFD}x")).output
        #expect(try await run("count", "--lossy", input: .bytes(bytes)).output == repaired)
        // A character that is truncated by the end.
        let cut = try await run("count", input: .bytes([0x61, 0xE6, 0x97]))
        #expect(cut.error.contains("(at byte 1)"))
    }

    @Test("Special tokens in the text count as text")
    func specials() async throws {
        #expect(try await run("count", input: .text("<|endoftext|>")).output == "7\n")
    }

    @Test("Missing files, directories and unknown options are one-line usage errors")
    func mistakes() async throws {
        let missing = try await run("count", path("none"))
        #expect((missing.exitCode, missing.errorLines) == (2, ["waiter: no such file: \(path("none"))"]))
        let directory = try await run("count", fixture.waiterHome)
        #expect(directory.exitCode == 2 && directory.errorLines.count == 1)
        #expect(directory.error.hasPrefix("waiter: cannot read \(fixture.waiterHome) ("))
        #expect(try await run("count", "--jsn").exitCode == 2)
        #expect(try await run("cuont").error.contains("did you mean 'count'?"))
        #expect(try await run("count", "a", "--messages", "b").exitCode == 2)
    }

    @Test("On a terminal, input is read only if requested")
    func terminal() async throws {
        for command in ["count", "encode", "decode"] {
            let result = try await fixture.run(
                ["tokens", command],
                input: .terminal,
                streams: CommandStreams(output: .pipe, error: .pipe)
            )
            #expect(result.exitCode == 2)
            #expect(result.error.hasPrefix("waiter: no input; pass a file, or pipe text in: "))
        }
    }

    @Test("Chunked input has the same token count as undivided input")
    func large() async throws {
        let line = "The quick brown fox jumps over the lazy dog, naïvely: 日本語 👩‍👩‍👧 1234567.\n"
        try fixture.write(String(repeating: line, count: 10_000), to: "large.txt")
        let whole = try await run("encode", path("large.txt")).output.split(separator: " ").count
        #expect(try await run("count", path("large.txt")).output == "\(whole)\n")
        #expect(try await run("count", "--lossy", path("large.txt")).output == "\(whole)\n")
    }

    // MARK: messages

    @Test("Messages are counted as a request, with model and tools, and the parts are listed")
    func messages() async throws {
        try fixture.write(#"[{"role": "user", "content": "Hello world"}]"#, to: "list.json")
        let exact = try await run("count", "--messages", path("list.json"), "-m", "gpt-4o")
        #expect((exact.output, exact.error) == ("9\n", ""))
        let request =
            #"{"model": "gpt-4o", "messages": [{"role": "user", "content": "Hello world"}], "temperature": 1}"#
        let json = try JSONValue(
            jsonText: try await run("count", "--json", "--messages", "-", input: .text(request)).output
        )
        #expect(json["tokens"] == 9)
        #expect(json["model"] == "gpt-4o")
        #expect(json["parts"] == ["text": 2, "frames": 7, "definitions": 0, "images": 0])
        let newest = try await run("count", "--messages", path("list.json"))
        #expect(newest.output == "9\n")
        #expect(newest.error.contains("the message format of gpt-6.1-sol is not published"))
    }

    @Test("A Responses API request is counted like its messages, and the count is approximate")
    func responses() async throws {
        let chat =
            #"{"model":"gpt-4o","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}]}"#
        let items =
            #"[{"type":"message","role":"user","content":"Hi"},{"type":"compaction","encrypted_content":"gAAA"}]"#
        let response = #"{"model":"gpt-4o","instructions":"Be brief.","input":\#(items)}"#
        let counted = try await run("count", "--json", "--messages", "-", input: .text(response))
        let json = try JSONValue(jsonText: counted.output)
        let expected = try await run("count", "--messages", "-", input: .text(chat)).output
        #expect("\(json["tokens"]?.intValue ?? 0)\n" == expected)
        #expect(json["model"] == "gpt-4o" && json["exact"] == false)
        #expect(counted.error.contains("the prompt format of the Responses API is not published"))
        #expect(counted.error.contains("encrypted reasoning is not counted"))
        // An input of texts is that of embeddings.
        let texts = try await run("count", "--messages", "-", input: .text(#"{"model":"m","input":["Hi"]}"#))
        #expect(texts.exitCode == 2 && texts.error.contains(#"an object with "messages" or "input""#))
    }

    @Test("An invalid request is rejected with the location of the error")
    func noMessages() async throws {
        for (text, words) in [
            ("{", "standard input is not valid JSON"), ("{}", "standard input has no messages"),
            (#"[{"content": "x"}]"#, "(see messages.0.role)"), ("", "standard input is not valid JSON"),
        ] {
            let result = try await run("count", "--messages", "-", input: .text(text))
            #expect((result.exitCode, result.errorLines.count) == (2, 1))
            #expect(result.error.contains(words), "\(result.error)")
        }
    }

    // MARK: encode, decode

    @Test("Encoded text decodes to the same bytes")
    func roundTrip() async throws {
        let text = "Hello world\n\n  naïve 日本語 👩‍👩‍👧 <|endoftext|>\t"
        for flags in [[], ["--encoding", "r50k_base"], ["-m", "gpt-4"]] {
            let ids = try await fixture.run(["tokens", "encode"] + flags, input: .text(text))
            #expect(ids.exitCode == 0)
            let back = try await fixture.run(["tokens", "decode"] + flags, input: .text(ids.output))
            #expect(back.outputBytes == Array(text.utf8))
        }
        #expect(try await run("encode", input: .text("Hello world")).output == "13225 2375\n")
        #expect(try await run("encode", "--json", input: .text("Hello world")).output == "[13225,2375]\n")
        #expect(try await run("encode").output == "")
        #expect(try await run("decode", "[13225,", "2375]").output == "Hello world")
    }

    @Test("Tokens can be listed one by one, including those that are not text by themselves")
    func pieces() async throws {
        let result = try await run("encode", "--pieces", "--encoding", "r50k_base", input: .text("Hi\n鰯"))
        #expect(result.output.hasPrefix("17250  \"Hi\"\n198  \"\\n\"\n"))
        #expect(result.output.contains("  bytes "))
    }

    @Test("An invalid id, or one outside the encoding, is a usage error")
    func badIDs() async throws {
        let word = try await run("decode", "12", "x")
        #expect((word.exitCode, word.error.hasPrefix("waiter: 'x' is not a token ID")) == (2, true))
        let unknown = try await run("decode", "1", "4000000000")
        #expect((unknown.exitCode, unknown.error.contains("4000000000")) == (2, true))
    }

    // MARK: fit

    @Test("Text that fits is written unchanged; longer text is truncated with a notice")
    func fit() async throws {
        let text = "one two three four five six seven eight nine ten\n"
        let whole = try await run("fit", "--limit", "100", input: .text(text))
        #expect((whole.output, whole.error) == (text, ""))
        let head = try await run("fit", "--limit", "5", "--reserve", "2", input: .text(text))
        #expect((head.output, head.exitCode) == ("one two three", 0))
        #expect(head.error == "waiter: truncated 11 tokens to 3 (limit: 3)\n")
        let tail = try await run("fit", "--limit", "3", "--keep", "tail", "-q", input: .text(text))
        #expect((tail.output, tail.error) == (" nine ten\n", ""))
        let both = try await run("fit", "--limit", "8", "--keep", "both", input: .text(text))
        #expect(both.output.hasPrefix("one") && both.output.contains("\n[...]\n") && both.output.hasSuffix("ten\n"))
        let own = try await run("fit", "--limit", "5", "--keep", "both", "--marker", "-", input: .text(text))
        #expect(own.output.contains("-"))
    }

    @Test("--check writes nothing and exits with 4 if the text does not fit")
    func check() async throws {
        let fits = try await run("fit", "--check", "--limit", "2", input: .text("Hello world"))
        #expect((fits.output, fits.exitCode) == ("", 0))
        #expect(fits.error == "waiter: the text has 2 tokens, within the limit of 2\n")
        let not = try await run("fit", "--check", "--limit", "2", "--reserve", "1", input: .text("Hello world"))
        #expect((not.output, not.exitCode) == ("", 4))
        #expect(not.error == "waiter: the text has 2 tokens, more than the limit of 1; omit --check to truncate it\n")
    }

    @Test("The limit of a model is its context window minus the reserve; an unknown model has none")
    func modelLimit() async throws {
        let known = try await run("fit", "--check", "-m", "gpt-4o", "--reserve", "28000", input: .text("x"))
        #expect(known.error == "waiter: the text has 1 tokens, within the limit of 100000\n")
        // The input has a limit of its own, which is smaller than what the context would leave.
        let newest = try await run("fit", "--check", "-m", "gpt-6.1-sol", "--reserve", "1000", input: .text("x"))
        #expect(newest.errorLines.last == "waiter: the text has 1 tokens, within the limit of 922000")
        let unknown = try await run("fit", "--check", "-m", "gpt-4p", input: .text("x"))
        #expect(unknown.exitCode == 5)
        #expect(
            unknown.error == "waiter: the context size of 'gpt-4p' is unknown; did you mean 'gpt-4'? pass --limit\n"
        )
        let nothing = try await run("fit", input: .text("x"))
        #expect((nothing.exitCode, nothing.error.contains("pass --limit, or a model with -m")) == (2, true))
    }
}
