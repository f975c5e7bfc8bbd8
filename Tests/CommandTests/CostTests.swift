import Testing
import Waiter
import WaiterTestSupport

@Suite("The cost of a question")
struct CostTests {
    @Test("A dry run prints tokens and price to standard error, and only the request to standard output")
    func dryRun() async throws {
        let scene = try Scene(Reply.stream("Hello"))
        let exact = try await scene.run("Hi", "-m", "gpt-4o", "--max-tokens", "100", "--dry-run")
        #expect(exact.exitCode == 0)
        #expect(try JSONValue(jsonText: exact.output)["model"] == "gpt-4o")
        #expect(
            exact.errorLines.dropFirst() == [
                "waiter: input: 8 tokens (exact), $0.00002; output: at most 100 tokens, $0.001; total: at most $0.00102"
            ]
        )
        let newest = try await scene.run("Hi", "--dry-run")
        #expect(
            newest.errorLines.dropFirst() == [
                "waiter: input: about 8 tokens, $0.000016; output: at most 128000 tokens, $1.28; "
                    + "total: at most $1.28002",
                "waiter: approximate: the encoding of gpt-6.1-sol is not published, so o200k_base is assumed; "
                    + "the message format of gpt-6.1-sol is not published",
            ]
        )
        #expect(try await scene.run("Hi", "--dry-run", "-q").error == "")
        #expect(scene.server.connections == 0)
    }

    @Test("An unknown price is shown as a question mark, never as zero")
    func unknown() async throws {
        let scene = try Scene(Reply.stream("Hello"))
        let model = try await scene.run("Hi", "-m", "gpt-4p", "--dry-run")
        #expect(model.errorLines[1].hasPrefix("waiter: input: about 8 tokens, $?; output: no token limit, $?; "))
        #expect(model.errorLines[1].hasSuffix("total: at most ?"))
        #expect(model.errorLines.last == "waiter: no price: unknown model 'gpt-4p' (did you mean 'gpt-4'?)")
        let tier = try await scene.run("Hi", "-m", "gpt-4o", "-o", "service_tier", "flex", "--dry-run")
        #expect(tier.errorLines.last == "waiter: no price: no known prices for service tier 'flex'")
    }

    @Test("A dry run exits with 4 if the prompt exceeds the context window, with token count and limit")
    func overflow() async throws {
        let scene = try Scene(Reply.stream("Hello"))
        let result = try await scene.run(
            "-m",
            "gpt-4",
            "--dry-run",
            "-",
            input: .text(String(repeating: "word ", count: 9000))
        )
        #expect(result.exitCode == 4)
        #expect(try JSONValue(jsonText: result.output)["model"] == "gpt-4")
        let line = try #require(result.errorLines.last)
        #expect(line.hasPrefix("waiter: the prompt of 9"))
        #expect(line.contains(" tokens exceeds the model's context window of 8192 (gpt-4); shorten it"))
    }

    @Test("-u prints the cost of the answer at the answering model's prices")
    func usage() async throws {
        func scene(model: String, tier: JSONValue = .null) throws -> Scene {
            let usage: JSONValue = [
                "prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100,
                "prompt_tokens_details": ["cached_tokens": 400],
            ]
            let choice: JSONValue = [
                "index": 0, "message": ["role": "assistant", "content": "Hi"], "finish_reason": "stop",
            ]
            let body: JSONValue = [
                "id": "c", "model": .string(model), "choices": [choice], "usage": usage, "service_tier": tier,
            ]
            return try Scene([.response(body.jsonText)]).billingListPrices()
        }
        // 600 at $2.50, 400 at $1.25, 100 at $10 per million.
        let known = try await scene(model: "gpt-4o-2024-08-06").run("x", "-u", "--no-stream")
        #expect(known.error.hasSuffix(", cost $0.003 at gpt-4o-2024-08-06 prices\n"), "\(known.error)")
        let named = try await scene(model: "deployment-7").run("x", "-u", "--no-stream", "-m", "gpt-4o")
        #expect(named.error.hasSuffix(", cost $0.003\n"))
        let unknown = try await scene(model: "").run("x", "-u", "--json", "-m", "house")
        let notice = try JSONValue(jsonText: unknown.error)["notice"]?["message"]?.stringValue
        #expect(notice?.hasSuffix(", cost ? (unknown model 'house')") == true)
        // 600 at 4.25, 400 at 2.125, 100 at 17 dollars a million.
        let tier = try await scene(model: "gpt-4o", tier: "priority").run("x", "-u", "--no-stream")
        #expect(tier.error.hasSuffix(", cost $0.0051 at gpt-4o prices\n"))
        let other = try await scene(model: "gpt-4o", tier: "flex").run("x", "-u", "--no-stream")
        #expect(other.error.hasSuffix(", cost ? (no known prices for service tier 'flex')\n"))
        let asked = try await scene(model: "gpt-4o").run("x", "-u", "--no-stream", "-o", "service_tier", "priority")
        #expect(asked.error.hasSuffix(", cost $0.0051 at gpt-4o prices\n"))
        let silent = try await Scene(Reply.completion("Hello")).run("x", "-u", "--no-stream")
        #expect(
            silent.error.contains("tokens: ~8 in, ~1 out (counted locally: not reported by the server)"),
            "\(silent.error)"
        )
        #expect(silent.error.contains(", cost ~$0.00"), "\(silent.error)")
        // If the server is not the provider's own, the list price is an estimate unless its profile says otherwise.
        let gateway = try Scene([
            .response(
                #"{"model":"gpt-4o","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}],"#
                    + #""usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100}}"#
            )
        ])
        let estimate = try await gateway.run("x", "-u", "--no-stream", "-m", "gpt-4o")
        #expect(estimate.error.contains(", cost ~$0.0035 (list price; 127.0.0.1:"), "\(estimate.error)")
        try gateway.fixture.write(#"{"profiles": {"openai": {"billing": "free"}}}"#, to: "config.json")
        let free = try await gateway.run("x", "-u", "--no-stream", "-m", "gpt-4o")
        #expect(free.error.hasSuffix(", cost none\n"), "\(free.error)")
        try gateway.fixture.write(#"{"profiles": {"openai": {"billing": "cheap"}}}"#, to: "config.json")
        let wrong = try await gateway.run("x", "-m", "gpt-4o")
        #expect(wrong.exitCode == 2 && wrong.error.contains("profiles.openai.billing"), "\(wrong.error)")
        let otherModel = try await scene(model: "gpt-4.1-nano").run("x", "-u", "--no-stream", "-m", "gpt-4o")
        #expect(otherModel.error.hasSuffix(" at gpt-4.1-nano prices\n"), "\(otherModel.error)")
    }

    @Test("A dry run uses the prices for service tiers, and its maximum is based on the most expensive possible tier")
    func tiers() async throws {
        let scene = try Scene(Reply.stream("Hello"))
        let result = try await scene.run(
            "Hi",
            "-m",
            "gpt-4o",
            "--max-tokens",
            "100",
            "-o",
            "service_tier",
            "priority",
            "--dry-run"
        )
        #expect(
            result.errorLines.last
                == "waiter: input: 8 tokens (exact), $0.000034; output: at most 100 tokens, $0.0017; "
                + "total: at most $0.001734"
        )
        let search = try await scene.run("Hi", "-m", "gpt-5", "-o", "web_search_options", "{}", "--dry-run")
        #expect(search.errorLines.last == "waiter: no price: the number of uses of 'web_search' is unknown")
    }

    @Test(
        "Invalid usage is reported and replaced by waiter's own count",
        arguments: [
            #"{"prompt_tokens": -5, "completion_tokens": 3, "total_tokens": -2}"#,
            #"{"prompt_tokens": 9223372036854775807, "completion_tokens": 9223372036854775807}"#,
            #"{"prompt_tokens": 1e300, "completion_tokens": 1, "completion_tokens_details": {"reasoning_tokens": -1e300}}"#,
            #"{"prompt_tokens": 5, "prompt_tokens_details": {"cached_tokens": 6}}"#,
            #"{"prompt_tokens": 5, "completion_tokens": 5, "total_tokens": 99}"#, "{}",
            #"{"prompt_tokens": 9223372036854775807}"#,
            #"{"prompt_tokens": 5, "completion_tokens": 999999999, "total_tokens": 1000000004}"#,
            #"{"prompt_tokens": 999999, "completion_tokens": 5}"#, #"{"prompt_tokens": 5}"#,
        ]
    )
    func absurd(_ usage: String) async throws {
        let choice = #"{"index": 0, "message": {"role": "assistant", "content": "Hi"}, "finish_reason": "stop"}"#
        let scene = try Scene([
            .response(#"{"id": "c", "model": "gpt-4o", "choices": [\#(choice)], "usage": \#(usage)}"#)
        ])
        let result = try await scene.run("x", "-u", "--no-stream")
        #expect(result.exitCode == 0)
        #expect(result.output == "Hi\n")
        #expect(
            result.error.hasPrefix("tokens: ~8 in, ~1 out (counted locally: the reported usage is invalid: "),
            "\(result.error)"
        )
        #expect(result.error.contains(", cost ~$"), "\(result.error)")
    }
}
