import Testing
import Waiter
import WaiterTestSupport

@Suite("Usage and budgets")
struct UsageCommandTests {
    /// Answers with 1000 input tokens, 400 of them cached, and 100 output tokens: $0.003 with gpt-4o.
    private static func answer(_ model: String = "gpt-4o-2024-08-06") -> [FaultServer.Step] {
        [
            .response(
                """
                {"model":"\(model)","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},\
                "finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100,\
                "prompt_tokens_details":{"cached_tokens":400}}}
                """
            )
        ]
    }

    private func ask(_ scene: Scene, _ words: String...) async throws -> CommandResult {
        let command = try await scene.start(["ask", "Hi", "--no-stream", "--max-tokens", "100"] + words)
        return await scene.finish(command)
    }

    @Test("usage shows calls, tokens and cost by model, and reports unknown costs")
    func byModel() async throws {
        let scene = try Scene { request, _ in
            Self.answer(request.json["model"]?.stringValue == "house" ? "house" : "gpt-4o-2024-08-06")
        }.billingListPrices()
        for _ in 0..<2 { try await #expect(ask(scene, "-m", "gpt-4o").exitCode == 0) }
        #expect(try await ask(scene, "-m", "house").exitCode == 0)
        let result = try await scene.run("usage")
        #expect(
            result.output == """
                model   calls  input  cached  output        cost
                gpt-4o      2   2000     800     200      $0.006
                house       1   1000     400     100           ?
                total       3   3000    1200     300  $0.006 + ?

                """
        )
        #expect(result.error.hasSuffix(" (UTC); 1 call with an unknown cost (?)\n"), "\(result.error)")
        let json = try JSONValue(jsonText: await scene.run("usage", "--json").output)
        #expect(json["total"]?["known_usd"] == "0.006")
        #expect(json["total"]?["unknown_calls"] == 1)
        #expect(json["rows"]?.arrayValue?.first?["model"] == "gpt-4o")
    }

    @Test("usage groups calls by day, profile, conversation and tag")
    func groupings() async throws {
        let scene = try Scene { _, _ in Self.answer() }.billingListPrices()
        #expect(try await ask(scene, "-m", "gpt-4o", "--tag", "one", "--tag", "two").exitCode == 0)
        #expect(try await ask(scene, "-m", "gpt-4o", "-n").exitCode == 0)
        func rows(_ grouping: String) async throws -> [String] {
            let lines = try await scene.run("usage", "--by", grouping).output.split(separator: "\n")
            return lines.dropFirst().map { String($0.split(separator: "  ")[0]) }
        }
        // A question with -n is counted as well, without a conversation.
        #expect(Set(try await rows("tag")) == ["one", "two", "(no tag)", "total"])
        #expect(try await rows("profile") == ["openai"])
        #expect(try await rows("day").first?.count == 10)
        #expect(try await rows("conversation").first?.count == 26)
        let titled = try await scene.run("usage", "--by", "conversation").output.split(separator: "\n")
        #expect(titled[0].contains("title") && titled[1].contains("  Hi  "), "\(titled)")
        #expect(try await scene.run("usage", "--since", "2099-01-01").output == "")
        #expect(try await scene.run("usage", "--since", "soon").exitCode == 2)
        for since in ["12h", "90m", "2w", "1d", "2026-01-01 10:30"] {
            let result = try await scene.run("usage", "--since", since)
            #expect(
                result.exitCode == 0 && result.output.contains("gpt-"),
                "\(since): \(result.output) \(result.error)"
            )
        }
        for by in ["day", "profile", "conversation", "tag"] {
            #expect(try await scene.run("usage", "--by", by, "--since", "12h").output != "")
        }
        #expect(try await scene.run("usage", "--since", "0m").output == "")
    }

    @Test("usage draws bars, in ASCII if the terminal supports nothing else")
    func plot() async throws {
        let scene = try Scene { _, _ in Self.answer() }.billingListPrices()
        #expect(try await ask(scene, "-m", "gpt-4o").exitCode == 0)
        let ascii = try await scene.run("usage", "--plot", environment: ["LANG": "C"])
        #expect(ascii.output.hasPrefix("gpt-4o  ####"))
        #expect(ascii.output.hasSuffix("#  $0.003\n"))
        let unicode = try await scene.run("usage", "--plot", environment: ["LANG": "en_US.UTF-8"])
        #expect(unicode.output.contains("████"))
    }

    @Test("Bars are never wider than the terminal, whatever the names", arguments: [12, 20, 30, 47, 80] as [UInt16])
    func narrowPlot(columns: UInt16) async throws {
        let scene = try Scene { _, _ in Self.answer() }.billingListPrices()
        for model in ["gpt-4o", "a-provider/a-model-with-a-very-long-name-2026-11-28", "日本語のとても長い名前のモデル名です"] {
            #expect(try await ask(scene, "-m", model).exitCode == 0)
        }
        let command = try await scene.start(
            ["usage", "--plot"],
            environment: ["LANG": "en_US.UTF-8", "TERM": "xterm"],
            streams: CommandStreams(output: .terminal, columns: columns)
        )
        let result = await scene.finish(command)
        for line in result.output.split(separator: "\n") {
            let wide = line.unicodeScalars.count { $0.value >= 0x3000 }
            #expect(line.count + wide <= Int(columns), "\(line)")
        }
        #expect(result.output.contains("$0.003"))
    }

    @Test("Without any calls, usage prints a notice and exits with 0")
    func nothing() async throws {
        let scene = try Scene(Self.answer())
        let result = try await scene.run("usage")
        #expect((result.exitCode, result.output) == (0, ""))
        #expect(result.error.hasPrefix("waiter: no calls recorded since "))
        #expect(try await scene.run("usage", "budget").output == "")
        #expect(try await scene.run("usage", "export").output.hasPrefix("id,time,operation,"))
    }

    @Test("A spent budget ends a question with exit code 11 and a message with the amounts and how to raise the budget")
    func budget() async throws {
        let scene = try Scene { _, _ in Self.answer() }.billingListPrices()
        // The answer costs $0.003; the next one can cost at most $0.00102.
        #expect(try await scene.run("usage", "budget", "set", "0.0035", "--per", "month", "-m", "gpt-4o").exitCode == 0)
        #expect(try await ask(scene, "-m", "gpt-4o").exitCode == 0)
        let refused = try await ask(scene, "-m", "gpt-4o")
        #expect(refused.exitCode == 11)
        #expect(
            refused.error.hasPrefix(
                "waiter: the call could cost $0.00102, but the budget of $0.0035 a month for model 'gpt-4o' has only "
                    + "$0.0005 left ($0.003 spent); it resets on 20"
            ),
            "\(refused.error)"
        )
        #expect(refused.error.contains("raise it with: waiter usage budget set 0.01 --per month -m gpt-4o; "))
        #expect(scene.server.requests.count == 1)
        let asJSON = try await ask(scene, "-m", "gpt-4o", "--json")
        #expect(try JSONValue(jsonText: asJSON.error)["error"]?["kind"] == "budgetExceeded")
        let noLog = try await ask(scene, "-m", "gpt-4o", "-n")
        #expect(noLog.exitCode == 11)

        let list = try await scene.run("usage", "budget", environment: ["LANG": "C"])
        #expect(
            list.output.hasPrefix("model gpt-4o  per month  $0.003 of $0.0035  85%  #################...  rejects")
        )
        // The suggested command lets the question pass.
        #expect(try await scene.run("usage", "budget", "set", "0.01", "--per", "month", "-m", "gpt-4o").exitCode == 0)
        #expect(try await ask(scene, "-m", "gpt-4o").exitCode == 0)
        #expect(try await scene.run("usage", "budget", "rm", "-m", "gpt-4o").exitCode == 0)
        #expect(try await scene.run("usage", "budget", "rm", "-m", "gpt-4o").exitCode == 2)
        #expect(try await ask(scene, "-m", "gpt-4o").exitCode == 0)
    }

    @Test("A budget refuses a call whose price is unknown, and the error says how to allow it")
    func unknownPrice() async throws {
        let scene = try Scene { _, _ in Self.answer("house") }
        #expect(try await scene.run("usage", "budget", "set", "5").exitCode == 0)
        let refused = try await ask(scene, "-m", "house")
        #expect(refused.exitCode == 11)
        #expect(refused.error.contains("waiter usage budget set 5.00 --per month --unknown allow"))
        #expect(try await scene.run("usage", "budget", "set", "5", "--unknown", "allow").exitCode == 0)
        #expect(try await ask(scene, "-m", "house").exitCode == 0)
    }

    @Test("A soft budget warns on standard error, once per threshold")
    func soft() async throws {
        let scene = try Scene { _, _ in Self.answer() }.billingListPrices()
        #expect(try await scene.run("usage", "budget", "set", "0.007", "--soft").exitCode == 0)
        let errors = [
            try await ask(scene, "-m", "gpt-4o").error, try await ask(scene, "-m", "gpt-4o").error,
            try await ask(scene, "-m", "gpt-4o").error,
        ]
        #expect(errors[0] == "")
        #expect(errors[1].hasPrefix("waiter: 80% of the soft budget of $0.007 a month is spent ($0.006)"))
        #expect(errors[2].hasPrefix("waiter: 100% of "))
    }

    @Test("--budget limits one question, and stores no budget")
    func callBudget() async throws {
        let scene = try Scene { _, _ in Self.answer() }.billingListPrices()
        let refused = try await ask(scene, "-m", "gpt-4o", "--budget", "0.001")
        #expect(refused.exitCode == 11)
        #expect(
            refused.error.hasPrefix("waiter: the call could cost $0.00102, more than the --budget of $0.001; ")
        )
        #expect(try await ask(scene, "-m", "gpt-4o", "--budget", "0.002").exitCode == 0)
        #expect(try await ask(scene, "-m", "gpt-4o", "--budget", "much").exitCode == 2)
        #expect(try await scene.run("usage", "budget").output == "")
        #expect(scene.server.requests.count == 1)
    }

    @Test("An export is a table without spreadsheet formulas, or JSON lines")
    func export() async throws {
        let scene = try Scene { _, _ in Self.answer() }.billingListPrices()
        #expect(try await ask(scene, "-m", "gpt-4o", "--tag", "=SUM(A1)", "--tag", "a,\"b\"").exitCode == 0)
        let csv = try await scene.run("usage", "export", "--csv").output
        #expect(csv.hasSuffix("\r\n"))
        #expect(csv.contains(#","'=SUM(A1);a,""b""","#), "\(csv)")
        #expect(csv.contains(",1000,400,,100,,0.003,known,,,0.003,"))
        let cells = try #require(csv.split(separator: "\r\n").last).split(separator: ",", maxSplits: 2)
        #expect(cells[1].wholeMatch(of: /20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\d\dZ/) != nil, "\(csv)")
        let line = try await scene.run("usage", "export", "--jsonl", "--since", "today").output
        let row = try JSONValue(jsonText: line)
        #expect(row["cost_usd"] == "0.003")
        #expect(row["tags"] == ["=SUM(A1)", "a,\"b\""])
        #expect(row["time"]?.stringValue == String(cells[1]))
        #expect(
            try await scene.run("usage", "export", "--csv", "--since", "2099-01-01").output.split(separator: "\r\n")
                .count == 1
        )
    }

    @Test("An import shows differences from the provider's figures")
    func importing() async throws {
        let scene = try Scene { _, _ in Self.answer() }.billingListPrices()
        #expect(try await ask(scene, "-m", "gpt-4o").exitCode == 0)
        let day = try #require(try await scene.run("usage", "--by", "day").output.split(separator: "\n").last)
            .prefix(10)
        try scene.fixture.write(
            "date,model,requests,input_tokens,output_tokens,amount\n\(day),gpt-4o-2024-08-06,1,1000,100,0.003\n",
            to: "same.csv"
        )
        let path = scene.fixture.waiterHome
        let same = try await scene.run("usage", "import", path + "/same.csv")
        #expect(same.error == "waiter: 0 of 1 lines differ\n")
        #expect(same.output.contains("\(day)  gpt-4o-2024-08-06      1   1000     100  $0.003    $0.003           ="))
        try scene.fixture.write(
            """
            {"object":"page","data":[{"object":"bucket","start_time":\(try seconds(day)),"results":[
            {"object":"organization.costs.result","amount":{"value":0.002,"currency":"usd"},"line_item":"gpt-4o-2024-08-06, input"},
            {"object":"organization.costs.result","amount":{"value":0.002,"currency":"usd"},"line_item":"gpt-4o-2024-08-06, output"},
            {"object":"organization.costs.result","amount":{"value":1.5,"currency":"usd"},"line_item":"gpt-5"}]}]}
            """,
            to: "costs.json"
        )
        let other = try await scene.run("usage", "import", path + "/costs.json", "--json")
        let rows = try #require(try JSONValue(jsonText: other.output).arrayValue)
        #expect(rows.map { $0["difference_usd"] } == ["0.001", "1.50"])
        #expect(other.error == #"{"notice":{"message":"2 of 2 lines differ"}}"# + "\n")
        try scene.fixture.write("what is this", to: "odd.csv")
        #expect(try await scene.run("usage", "import", path + "/odd.csv").exitCode == 2)
        #expect(try await scene.run("usage", "import", path + "/none.csv").exitCode == 2)
    }

    /// The start of the day in seconds since 1970.
    private func seconds(_ day: Substring) throws -> Int {
        let parts = day.split(separator: "-").compactMap { Int($0) }
        var days = 0
        for year in 1970..<parts[0] { days += year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365 }
        let isLeap = parts[0] % 4 == 0 && (parts[0] % 100 != 0 || parts[0] % 400 == 0)
        let months = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (days + months[..<(parts[1] - 1)].reduce(0, +) + parts[2] - 1) * 86_400
    }

    @Test("A server without stream_options gets a second request without them, and its answer is counted locally")
    func noStreamOptions() async throws {
        let scene = try Scene { request, _ in
            request.json["stream_options"] == nil
                ? Reply.stream("Hello") : Reply.error("422 Unprocessable", "extra field stream_options not permitted")
        }
        let result = try await scene.run("Hi", "-m", "gpt-4o")
        #expect((result.exitCode, result.output) == (0, "Hello\n"))
        let usage = try await scene.run("usage")
        #expect(usage.output.contains("gpt-4o      2      8       0       1  ~<$0.0001"), "\(usage.output)")
    }
}
