import Testing
import Waiter
import WaiterTestSupport

@Suite("waiter models: the catalogue")
struct ModelsCatalogueTests {
    private let fixture: CommandFixture

    init() throws {
        fixture = try CommandFixture()
    }

    private func run(_ words: String..., input: CommandInput = .empty) async throws -> CommandResult {
        try await fixture.run(["models"] + words, input: input)
    }

    @Test("All models are listed with context window, prices, encoding and shutdown date, without a key")
    func list() async throws {
        let result = try await run("--catalogue", "-q", "gpt-5", "-q", "2025-08")
        #expect(
            result.output == """
                gpt-5-2025-08-07       400k tokens  $1.25 in, $10 out    o200k_base  retires 2026-12-11
                gpt-5-mini-2025-08-07  400k tokens  $0.25 in, $2 out     o200k_base  retires 2026-12-11
                gpt-5-nano-2025-08-07  400k tokens  $0.05 in, $0.40 out  o200k_base  retires 2026-12-11

                """
        )
        #expect(result.error.wholeMatch(of: /waiter: 3 models \(litellm [0-9.]+, 2026-\d\d-\d\d\)\n/) != nil)
        let json = try JSONValue(jsonText: try await run("--catalogue", "--json", "-q", "GPT-4O").output)
        #expect(json.arrayValue?.first { $0["id"] == "gpt-4o" }?["prices"]?["input"] == 2.5)
        #expect(try await run("--catalogue", "--remote").exitCode == 2)
        #expect(try await run("--catalogue", "-q", "nothing").output == "")
    }

    @Test("A model is shown with all details from the catalogue")
    func show() async throws {
        let result = try await run("show", "gpt-6.1-sol")
        #expect(result.error == "")
        let lines = result.output.split(separator: "\n").map { line in
            line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
        }
        for line in [
            "id gpt-6.1-sol", "context 1050000 tokens", "input at most 922000 tokens", "output at most 128000 tokens",
            "encoding o200k_base (assumed)",
            "price $2 in, $0.10 cached, $2.50 cache write, $5 cache write (24 h), $10 out per million tokens",
            "above 272000 input tokens: $4 in, $0.20 cached, $5 cache write, $10 cache write (24 h), $15 out "
                + "per million tokens",
            "batch $1 in, $0.05 cached, $1.25 cache write, $2.50 cache write (24 h), $5 out per million tokens",
            "priority $4 in, $0.20 cached, $5 cache write, $10 cache write (24 h), $20 out per million tokens",
            "$0.01 per web search",
        ] {
            #expect(lines.contains(line), "\(line)")
        }
        // Found by its prefix, although no profile uses it.
        #expect(try await run("show", "gpt-4o-mini-2024").output.contains("id        gpt-4o-mini-2024-07-18\n"))
        #expect(try await run("show", "openai/gpt-4.1").output.contains("id        gpt-4.1\n"))
        let json = try JSONValue(jsonText: try await run("show", "gpt-5", "--json").output)
        #expect(json["context_window"] == 400_000)
        #expect(json["prices"]?["cached_input"] == 0.125)
        #expect(json["prices"]?["tiers"]?["flex"]?["output"] == 5)
        #expect(json["prices"]?["web_search"] == 0.01)
        #expect(json["shutdown_date"] == "2026-12-11")
    }

    @Test("An unknown model has no price, and the closest name is suggested")
    func unknown() async throws {
        try fixture.write(#"{"aliases": {"mine": "gpt-4p"}}"#, to: "models.json")
        let known = try await run("show", "mine")
        #expect(known.output.contains("price    ? (not in the catalogue; closest name: gpt-4)\n"))
        let typo = try await run("show", "gpt-4.1-mimi")
        #expect(typo.exitCode == 5)
        #expect(typo.error.contains("did you mean 'gpt-4.1-mini'?"))
    }

    @Test("A newer catalogue is installed, the config file overrides it, and --rm restores the built-in one")
    func update() async throws {
        let newer =
            #"{"source": "list 7", "date": "2027-01-02", "models": {"gpt-4o": {"price": {"input": 3}}, "x": {"context": 5}}}"#
        let taken = try await run("update", "-", input: .text(newer))
        #expect(taken.exitCode == 0)
        #expect(taken.error == "waiter: imported 2 models into \(fixture.waiterHome)/catalogue.json\n")
        let shown = try await run("show", "gpt-4o").output
        #expect(shown.contains("$3 in, $1.25 cached, $10 out"))
        #expect(shown.contains("list 7, 2027-01-02"))
        #expect(try await run("show", "x").output.contains("5 tokens"))
        try fixture.write(
            #"{"models": {"gpt-4o": {"price": {"input": 4, /* ours */ "output": null}}}}"#,
            to: "config.json"
        )
        let own = try await run("show", "gpt-4o").output
        #expect(own.contains("$4 in, $1.25 cached per million"))
        try fixture.write("{}", to: "config.json")
        #expect(try await run("update", "--rm").exitCode == 0)
        #expect(try await run("show", "gpt-4o").output.contains("$2.50 in"))
    }

    @Test("A malformed catalogue is rejected with the location of the error, and nothing changes")
    func broken() async throws {
        try fixture.write(#"{"models": {"a": {"price": {"input": -2}}}}"#, to: "new.json")
        let path = fixture.waiterHome + "/new.json"
        let result = try await run("update", path)
        #expect((result.exitCode, result.errorLines.count) == (2, 1))
        #expect(result.error.hasPrefix("waiter: 'models.a.price.input' in \(path) must be a price of 0 to 1000000"))
        #expect(try await run("show", "a").exitCode == 5)
        let noJSON = try await run("update", "-", input: .text("{\"models\": {,}}"))
        #expect(noJSON.error.contains("(standard input, line 1, column 13)"))
        try fixture.write(#"{"models": {"a": {"context": "big"}}}"#, to: "config.json")
        let config = try await fixture.run(["x", "--dry-run"])
        #expect(config.exitCode == 2)
        #expect(config.error.hasPrefix("waiter: 'models.a.context' in \(fixture.waiterHome)/config.json must be "))
    }
}
