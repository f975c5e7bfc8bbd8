import Testing
import Waiter
import WaiterTestSupport

@Suite("waiter usage budget")
struct BudgetCommandTests {
    @Test("A budget for an alias applies to the model that it stands for")
    func alias() async throws {
        let scene = try Scene { _, _ in Reply.completion("Hello") }
        #expect(try await scene.run("models", "alias", "fast", "gpt-4o-mini").exitCode == 0)
        let set = try await scene.run("usage", "budget", "set", "0", "-m", "fast", "--per", "day")
        #expect(set.exitCode == 0)
        #expect(
            set.error == """
                waiter: 'fast' is an alias of gpt-4o-mini
                waiter: set the budget of $0.00 a day for model 'gpt-4o-mini'; already spent: $0.00

                """
        )
        #expect(try await scene.run("Hi", "-m", "fast", "--no-stream").exitCode == 11)
        #expect(scene.server.requests.isEmpty)
        let removed = try await scene.run("usage", "budget", "rm", "-m", "fast", "--per", "day")
        #expect(removed.error == "waiter: removed the budget of $0.00 a day for model 'gpt-4o-mini'\n")
        #expect(try await scene.run("Hi", "-m", "fast", "--no-stream").exitCode == 0)
    }

    @Test("A budget can be removed after its model's name became an alias")
    func lateAlias() async throws {
        let scene = try Scene { _, _ in Reply.completion("Hello") }
        #expect(try await scene.run("usage", "budget", "set", "1", "-m", "house").exitCode == 0)
        #expect(try await scene.run("models", "alias", "house", "gpt-4o-mini").exitCode == 0)
        #expect(try await scene.run("usage", "budget", "rm", "-m", "house").error.contains("for model 'house'"))
    }

    @Test("A budget for an unknown model is set with a warning and the closest known name")
    func unknownNames() async throws {
        let scene = try Scene { _, _ in Reply.completion("Hello") }
        func notices(_ words: String...) async throws -> [String] {
            let command = try await scene.start(["usage", "budget", "set", "1"] + words)
            let result = await scene.finish(command)
            #expect(result.exitCode == 0, "\(result.error)")
            return result.errorLines
        }
        #expect(
            try await notices("-m", "gpt-4o-mnii").first
                == "waiter: unknown model 'gpt-4o-mnii'; did you mean 'gpt-4o-mini'?"
        )
        #expect(
            try await notices("-P", "opnai").first == "waiter: unknown profile 'opnai'; did you mean 'openai'?"
        )
        #expect(try await notices("-P", "a-gateway").first == "waiter: unknown profile 'a-gateway'")
        for known in [["-m", "gpt-4o"], ["-m", "gpt-4o-2024-08-06"], ["-P", "openai"], ["--tag", "anything"], []] {
            let command = try await scene.start(["usage", "budget", "set", "1"] + known)
            let result = await scene.finish(command)
            #expect(result.errorLines.count == 1, "\(known): \(result.error)")
        }
        #expect(try await scene.run("usage", "budget").output.contains("model gpt-4o-mnii"))
    }

    @Test("Amounts may start or end with a decimal point; negative and excessive amounts are errors")
    func amounts() async throws {
        let scene = try Scene { _, _ in Reply.completion("Hello") }
        for (text, amount) in [(".50", "$0.50"), ("5.", "$5.00")] {
            #expect(try await scene.run("usage", "budget", "set", text).error.contains(" \(amount) a month"))
        }
        let negative = try await scene.run("usage", "budget", "set", "-1")
        #expect(negative.exitCode == 2)
        #expect(negative.error.contains("a budget must be at least 0, not '-1'"), "\(negative.error)")
        let large = try await scene.run("usage", "budget", "set", "99999999")
        #expect(large.exitCode == 2)
        #expect(large.error.contains("a budget must be at most 9223372 dollars"), "\(large.error)")
        let limit = try await scene.run("Hi", "--budget", "-1")
        #expect(limit.exitCode == 2 && limit.error.contains("--budget must be at least 0"), "\(limit.error)")
    }

    @Test("An import reports lines that it cannot parse, and rejects other currencies")
    func importing() async throws {
        let scene = try Scene { _, _ in Reply.completion("Hello") }
        try scene.fixture.write("date,model,amount\n2026-11-01,m,1\n2026-11-02,m,NaN\n", to: "odd.csv")
        let odd = try await scene.run("usage", "import", scene.fixture.waiterHome + "/odd.csv")
        #expect(odd.exitCode == 0)
        #expect(
            odd.errorLines.first
                == "waiter: 1 line was skipped as invalid (first: line 3: 'NaN' is not an amount in dollars)"
        )
        let other = try await scene.run("usage", "import", scene.fixture.waiterHome + "/odd.csv", "-P", "opnai")
        #expect(other.errorLines.contains("waiter: unknown profile 'opnai'; did you mean 'openai'?"))
        try scene.fixture.write("date,model,amount,currency\n2026-11-01,m,1,eur\n", to: "euro.csv")
        let euro = try await scene.run("usage", "import", scene.fixture.waiterHome + "/euro.csv")
        #expect(euro.exitCode == 2 && euro.error.contains("has amounts in 'eur'"), "\(euro.error)")
    }
}
