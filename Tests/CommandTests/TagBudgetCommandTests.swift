import Testing
import Waiter
import WaiterTestSupport

@Suite("waiter usage budget: a budget for each tag")
struct TagBudgetCommandTests {
    private let words = ["Hi", "-m", "gpt-4o", "--max-tokens", "100"]

    @Test("A tag with an asterisk gives each user the full amount, and refusals and lists name the user")
    func eachTag() async throws {
        let scene = try Scene(Reply.stream("Hello")).billingListPrices()
        let set = try await scene.run("usage", "budget", "set", "0.0015", "--per", "day", "--tag", "user:*")
        #expect(set.error == "waiter: set the budget of $0.0015 a day for each tag 'user:*'; already spent: $0.00\n")
        for user in ["user:anna", "user:bo"] {
            let answer = await scene.finish(try await scene.start(words + ["--tag", user]))
            #expect(answer.exitCode == 0, "\(answer.error)")
        }
        let list = try JSONValue(jsonText: try await scene.run("usage", "budget", "--json").output)
        #expect(Set(list.arrayValue?.compactMap { $0["tag"]?.stringValue } ?? []) == ["user:anna", "user:bo"])
        #expect(list[0]?["scope"] == "each tag")
        #expect(list[0]?["name"] == "user:*")
        // The usage of one user leaves no room for their second call, and the full amount for others.
        #expect(
            try await scene.run("usage", "budget", "set", "0.00001", "--per", "day", "--tag", "user:*").exitCode == 0
        )
        let refused = await scene.finish(try await scene.start(words + ["--tag", "user:anna"]))
        #expect(refused.exitCode == 11)
        #expect(refused.error.contains("user:anna"), "\(refused.error)")
        let shown = try await scene.run("usage", "budget")
        #expect(shown.output.contains("tag user:anna"), "\(shown.output)")
        #expect(try await scene.run("usage", "budget", "rm", "--per", "day", "--tag", "user:*").exitCode == 0)
        #expect(try await scene.run("usage", "budget", "--json").output == "[]\n")
    }
}

@Suite("waiter log: owners and metadata")
struct ConversationOwnerCommandTests {
    @Test("Conversations are listed and searched by owner and metadata, which survive export and import")
    func filters() async throws {
        let fixture = try CommandFixture()
        let lines = ["anna", "bo"].enumerated().map { number, owner in
            """
            {"format":"waiter.conversation","version":1,"id":"0000000000000000000000000\(number + 1)","model":"m",\
            "owner":"\(owner)","metadata":{"topic":"t\(number)"},"head":0,"messages":[{"parent":null,\
            "status":"complete","message":{"role":"user","content":"Question of \(owner)"}}]}
            """
        }
        let imported = try await fixture.run(
            ["log", "import", "-"],
            input: .bytes(Array(lines.joined(separator: "\n").utf8))
        )
        #expect(imported.exitCode == 0, "\(imported.error)")
        let listed = try await fixture.run(["log", "list", "--owner", "anna"])
        #expect(listed.output.contains("Question of anna") && !listed.output.contains("bo"))
        let found = try await fixture.run(["log", "search", "question", "--metadata", "topic=t1"])
        #expect(found.output.contains("of bo") && !found.output.contains("anna"), "\(found.output)")
        #expect(try await fixture.run(["log", "list", "--metadata", "topic"]).exitCode == 2)
        let exported = try await fixture.run(["log", "export", "--all", "--format", "jsonl"])
        let other = try CommandFixture()
        _ = try await other.run(["log", "import", "-"], input: .bytes(Array(exported.output.utf8)))
        let again = try await other.run(["log", "list", "--owner", "bo", "--metadata", "topic=t1"])
        #expect(again.output.contains("Question of bo"), "\(again.output) \(exported.error)")
    }
}
