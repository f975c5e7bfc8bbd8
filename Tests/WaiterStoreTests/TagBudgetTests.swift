import Foundation
import Synchronization
import Testing
import Waiter
import WaiterModels

@testable import WaiterStore

@Suite("Budgets for each tag")
struct TagBudgetTests {
    private let folder: StoreFolder
    private let ledger: Ledger

    init() async throws {
        folder = try StoreFolder()
        ledger = try await Ledger(path: folder.path)
    }

    private func begin(_ tags: [String]) async throws -> (any AttemptRecord)? {
        var options = MeteringOptions()
        options.tags = tags
        let body = #"{"model":"gpt-4o","max_completion_tokens":100,"messages":[{"role":"user","content":"Hi"}]}"#
        return try await ledger.begin(
            MeteredAttempt(
                operation: "chat.completions.create",
                model: "gpt-4o",
                idempotencyKey: UUID().uuidString,
                body: Array(body.utf8),
                options: options
            )
        )
    }

    private func refusal(_ tags: [String]) async throws -> BudgetRefusal {
        let error = await #expect(throws: OpenAIError.self) { _ = try await begin(tags) }
        return try #require(error?.underlying as? BudgetRefusal)
    }

    /// Room for one call of $0.00102.
    private func setOnePerUser(_ beginning: String = "user:") async throws {
        try await ledger.set(Budget(limit: .init(decimal: "0.0015") ?? .zero, period: .day, scope: .eachTag(beginning)))
    }

    @Test("Each tag has the whole limit for itself, and the refusal names the tag")
    func apart() async throws {
        try await setOnePerUser()
        #expect(try await begin(["user:1"]) != nil)
        #expect(try await begin(["user:2"]) != nil)
        #expect(try await refusal(["user:1"]).status?.tag == "user:1")
        #expect(try await begin(["team:1"]) != nil)
        #expect(try await begin([]) != nil)
        let statuses = try await ledger.budgets(model: "gpt-4o", tags: ["user:1", "x"])
        #expect(statuses.map(\.tag) == ["user:1"])
        #expect(statuses.first?.reserved == Dollars(decimal: "0.00102"))
    }

    @Test("A settled call counts only under its tag", arguments: [["user:1"], ["user:1", "user:2"]])
    func settled(tags: [String]) async throws {
        try await setOnePerUser()
        let record = try #require(try await begin(tags))
        var outcome = AttemptOutcome(.failed)
        outcome.httpStatus = 400
        record.end(outcome)
        for tag in tags {
            let status = try #require(try await ledger.budgets(model: "gpt-4o", tags: [tag]).first)
            #expect((status.spent, status.reserved) == (.zero, .zero))
        }
        #expect(try await begin(tags) != nil)
    }

    @Test("Every matching pattern applies, the shortest and the longest", arguments: ["", "u", "user:", "user:anna"])
    func patterns(beginning: String) async throws {
        try await setOnePerUser(beginning)
        #expect(try await begin(["user:anna"]) != nil)
        #expect(try await refusal(["user:anna"]).status?.budget.scope == .eachTag(beginning))
    }

    @Test("Wildcards of SQL are matched literally", arguments: ["user:%", "user:_", "a*b", "user:'", "ü:"])
    func literal(beginning: String) async throws {
        try await setOnePerUser(beginning)
        #expect(try await begin([beginning + "1"]) != nil)
        _ = try await refusal([beginning + "1"])
        #expect(try await begin(["user:x"]) != nil)
        #expect(try await begin(["user:x"]) != nil)
    }

    @Test("A budget set later includes each tag's existing reservations")
    func countsPastAttempts() async throws {
        // A call without a matching budget reserves nothing that could be counted later.
        try await ledger.set(Budget(limit: .init(decimal: "100") ?? .zero, period: .day))
        _ = try await begin(["user:1"])
        _ = try await begin(["user:2", "user:2"])
        let status = try await ledger.set(
            Budget(limit: .init(decimal: "0.0015") ?? .zero, period: .day, scope: .eachTag("user:"))
        )
        #expect(status.reserved == Dollars(decimal: "0.00102"))
        _ = try await refusal(["user:1"])
        _ = try await refusal(["user:2"])
        #expect(try await ledger.budgets().map(\.tag) == [nil, "user:1", "user:2"])
        #expect(try await ledger.budgets(tagLimit: 1).count == 2)
    }

    @Test("The reservation of a dead process counts under its tag")
    func abandoned() async throws {
        try await setOnePerUser()
        _ = try await begin(["user:1"])
        await ledger.flush()
        try folder.connection().run("UPDATE attempt SET process = '1.1.gone'")
        let status = try #require(try await ledger.budgets().first)
        #expect((status.tag, status.spent, status.reserved) == ("user:1", Dollars(decimal: "0.00102"), .zero))
    }

    @Test("A call's budgets are found among a hundred thousand without a scan")
    func growth() async throws {
        try folder.connection().execute(
            """
            WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100000)
            INSERT INTO budget (scope, name, period, amount, is_soft, allows_unknown, created_at)
            SELECT iif(x % 2, 'tag', 'each tag'), 'user:' || x, 'day', 0, 0, 0, 0 FROM n
            """
        )
        // Called every 4,096 steps of SQLite's virtual machine; a scan of all budgets takes many more.
        let connection = try folder.connection()
        let looks = Mutex(0)
        connection.isInterrupted = {
            looks.withLock { $0 += 1 }
            return false
        }
        let table = BudgetTable(connection: connection)
        #expect(try table.covering(profile: "p", model: "m", tags: ["team:7", "user:99999"]).count == 1)
        #expect(looks.withLock { $0 } == 0)
        _ = try await refusal(["user:7"])
        _ = try await refusal(["user:8-and-more"])
    }
}
