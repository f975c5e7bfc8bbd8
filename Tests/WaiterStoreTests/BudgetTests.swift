import Foundation
import HTTPTypes
import Synchronization
import Testing
import Waiter
import WaiterModels
import WaiterTestSupport

@testable import WaiterStore

@Suite("Budgets")
struct BudgetTests {
    /// 8 tokens in at $2.50, 100 out at $10 per million.
    private static let most = Dollars(decimal: "0.00102") ?? .zero

    private func refusal(_ scene: MeteredClient, _ model: String = "gpt-4o") async throws -> BudgetRefusal {
        let error = await #expect(throws: OpenAIError.self) { try await scene.create(model) }
        #expect(error?.code == .budgetExceeded)
        return try #require(error?.underlying as? BudgetRefusal)
    }

    private func dollars(_ text: String) throws -> Dollars { try #require(Dollars(decimal: text)) }

    @Test("The maximum cost of a call is reserved while it runs, and its cost is counted afterwards")
    func twoPhases() async throws {
        let gate = Gate()
        let scene = try MeteredClient(
            .handle { _ in
                await gate.wait()
                let usage = #"{"prompt_tokens":8,"completion_tokens":2}"#
                let body = #"{"model":"gpt-4o","choices":[{"message":{}}],"usage":\#(usage)}"#
                return TransportResponse(head: HTTPResponse(status: .ok), body: ResponseBody(Array(body.utf8)))
            }
        )
        try await scene.ledger.set(Budget(limit: dollars("1"), period: .month))
        let call = Task { try await scene.create() }
        while try await scene.ledger.budgets()[0].reserved == .zero { try await Task.sleep(for: .milliseconds(1)) }
        await #expect(try scene.ledger.budgets()[0].reserved == Self.most)
        await #expect(try scene.ledger.budgets()[0].spent == .zero)
        gate.open()
        try await call.value
        let status = try await scene.ledger.budgets()[0]
        #expect(status.reserved == .zero)
        #expect(status.spent == Dollars(decimal: "0.00004"))
    }

    @Test("A call that could cost more than the remainder is not sent, and the refusal has the amounts")
    func refused() async throws {
        let scene = try MeteredClient(.tokens(8, 100))
        try await scene.ledger.set(Budget(limit: dollars("0.0015"), period: .month))
        try await scene.create()
        let refusal = try await refusal(scene)
        #expect(scene.transport.requests.count == 1)
        #expect(refusal.asked == Self.most)
        #expect(refusal.status?.spent == Self.most)
        #expect(
            refusal.description == "the budget of $0.0015 a month would be exceeded: $0.00102 spent, and the call "
                + "could cost $0.00102"
        )
        await #expect(try scene.ledger.attempts().count == 1)
    }

    @Test("A failed or unsent call releases its reservation")
    func released() async throws {
        let scene = try MeteredClient(.json("{}", status: 500), .fail(TransportError(.dns, reason: "no host")))
        try await scene.ledger.set(Budget(limit: dollars("1"), period: .total))
        for _ in 0..<2 { try? await scene.create() }
        let status = try await scene.ledger.budgets()[0]
        #expect((status.spent, status.reserved) == (.zero, .zero))
    }

    @Test("A call without reported usage counts with its maximum cost")
    func unknownBill() async throws {
        let scene = try MeteredClient(.answer(nil), .fail(CancellationError()))
        try await scene.ledger.set(Budget(limit: dollars("1"), period: .day))
        try await scene.create()
        #expect(try scene.last().cost == Dollars(decimal: "0.00003"))
        await #expect(try scene.ledger.budgets()[0].spent == Self.most)
    }

    @Test("A hard budget refuses an unknown price unless it permits them")
    func unknownPrice() async throws {
        let scene = try MeteredClient(.answer(nil, model: "house"))
        try await scene.ledger.set(Budget(limit: dollars("1"), period: .month))
        let refusal = try await refusal(scene, "house")
        #expect(refusal.asked == nil)
        #expect(refusal.doubt?.code == .modelUnknown)
        try await scene.ledger.set(Budget(limit: dollars("1"), period: .month, allowsUnknownPrices: true))
        try await scene.create("house")
        await #expect(try scene.ledger.budgets()[0].unknownCalls == 1)
    }

    @Test("A budget of zero permits only free calls")
    func zero() async throws {
        let folder = try StoreFolder()
        let scene = try MeteredClient(.tokens(8, 2), folder: folder)
        try await scene.ledger.set(Budget(limit: .zero, period: .total))
        _ = try await refusal(scene)
        let local = try MeteredClient(.tokens(8, 2), folder: folder) { $0.freeReason = "the model on this machine" }
        try await local.create()
        await #expect(try scene.ledger.budgets()[0].spent == .zero)
    }

    @Test("A budget set or removed by any connection applies to the next call", arguments: [false, true])
    func changedBetweenCalls(isOther: Bool) async throws {
        let folder = try StoreFolder()
        let scene = try MeteredClient(.tokens(8, 2), folder: folder) { $0.tags = ["user:1"] }
        let ledger = isOther ? try folder.ledger() : scene.ledger
        for scope in [Budget.Scope.all, .model("gpt-4o"), .tag("user:1"), .eachTag("user:")] {
            // Twice, so that the second call could reuse what the first has read.
            for _ in 0..<2 { try await scene.create() }
            try await ledger.set(Budget(limit: .zero, period: .month, scope: scope))
            for _ in 0..<2 { #expect(try await refusal(scene).limit == .zero) }
            try await ledger.set(Budget(limit: dollars("1"), period: .month, scope: scope))
            for _ in 0..<2 { try await scene.create() }
            #expect(try await ledger.remove(Budget(limit: .zero, period: .month, scope: scope)))
            try await scene.create()
        }
    }

    @Test("A budget whose transaction was rolled back applies to no call")
    func rolledBack() async throws {
        let scene = try MeteredClient(.tokens(8, 2))
        try await scene.create()
        #expect(throws: CancellationError.self) {
            try scene.ledger.database.write { connection in
                try connection.run(
                    """
                    INSERT INTO budget (scope, name, period, amount, is_soft, allows_unknown, created_at)
                    VALUES ('all', '', 'total', 0, 0, 0, 0)
                    """
                )
                connection.forgetDerived()
                let table = BudgetTable(connection: connection)
                #expect(try table.covering(profile: "", model: "gpt-4o", tags: []).count == 1)
                throw CancellationError()
            }
        }
        try await scene.create()
    }

    @Test("If two budgets refuse, the one with the smaller remainder is named")
    func strictest() async throws {
        let scene = try MeteredClient(.tokens(8, 2)) { $0.profile = "work" }
        try await scene.ledger.set(Budget(limit: dollars("0.001"), period: .month))
        try await scene.ledger.set(Budget(limit: dollars("0.0001"), period: .day, scope: .profile("work")))
        try await scene.ledger.set(Budget(limit: .zero, period: .day, scope: .profile("home")))
        try await scene.ledger.set(Budget(limit: .zero, period: .day, isSoft: true))
        #expect(try await refusal(scene).status?.budget.scope == .profile("work"))
    }

    @Test("A budget covers the calls of its model, profile or tag, and dated versions of the model")
    func scopes() {
        func covers(_ scope: Budget.Scope) -> Bool {
            Budget(limit: .zero, period: .day, scope: scope)
                .covers(profile: "work", model: "gpt-4o-2024-08-06", tags: ["a", "b"])
        }
        #expect(covers(.all) && covers(.profile("work")) && covers(.model("gpt-4o")) && covers(.tag("b")))
        #expect(!covers(.profile("home")) && !covers(.model("gpt-4")) && !covers(.tag("c")))
    }

    @Test("A soft budget reports each threshold once, and refuses nothing")
    func soft() async throws {
        let notices = Mutex<[Int]>([])
        let scene = try MeteredClient(.tokens(8, 2)) { options in
            options.onNotice = { notice in notices.withLock { $0.append(notice.threshold) } }
        }
        // Each call costs 0.00004.
        try await scene.ledger.set(Budget(limit: dollars("0.0002"), period: .month, isSoft: true))
        for _ in 0..<8 { try await scene.create() }
        #expect(notices.withLock { $0 } == [50, 80, 100])
    }

    @Test("Days and months start in UTC, and setting the clock back does not reset a budget")
    func periods() async throws {
        let time = Mutex<TimeInterval>(1_772_409_500)  // 2026-03-01 23:58:20
        let scene = try MeteredClient(.tokens(8, 100)) { options in
            options.now = { Date(timeIntervalSince1970: time.withLock { $0 }) }
        }
        let now = Date(timeIntervalSince1970: time.withLock { $0 })
        try await scene.ledger.set(Budget(limit: Self.most, period: .day), now: now)
        try await scene.create()
        _ = try await refusal(scene)
        time.withLock { $0 += 200 }
        try await scene.create()
        let status = try await refusal(scene).status
        #expect(status?.end == Date(timeIntervalSince1970: 1_772_496_000))
        time.withLock { $0 -= 86_400 * 40 }
        _ = try await refusal(scene)
        #expect(scene.transport.requests.count == 2)
    }

    @Test("After a call with a fast clock, the refusal says so, and setting the budget again fixes it")
    func clockAhead() async throws {
        let now: TimeInterval = 1_772_409_500
        let time = Mutex<TimeInterval>(now)
        let scene = try MeteredClient(.tokens(8, 100)) { options in
            options.now = { Date(timeIntervalSince1970: time.withLock { $0 }) }
        }
        let budget = Budget(limit: Self.most, period: .day)
        try await scene.ledger.set(budget, now: Date(timeIntervalSince1970: now))
        time.withLock { $0 += 86_400 }
        try await scene.create()
        time.withLock { $0 = now }
        // By some clocks, the next day has started.
        #expect(try await !refusal(scene).isClockBehind)
        time.withLock { $0 = now + 86_400 * 2000 }
        try await scene.create()
        time.withLock { $0 = now }
        let refusal = try await refusal(scene)
        #expect(refusal.isClockBehind)
        #expect(refusal.description.contains("the clock was ahead"))
        try await scene.ledger.set(Budget(limit: dollars("1"), period: .day), now: Date(timeIntervalSince1970: now))
        try await scene.create()
    }

    @Test("A new budget includes earlier costs of its period and calls in flight")
    func later() async throws {
        let scene = try MeteredClient(.tokens(8, 2))
        for _ in 0..<3 { try await scene.create() }
        await #expect(
            try scene.ledger.set(Budget(limit: dollars("1"), period: .month)).spent == Dollars(decimal: "0.00012")
        )
        try await scene.create()
        let raised = try await scene.ledger.set(Budget(limit: dollars("2"), period: .month))
        #expect(raised.spent == Dollars(decimal: "0.00016"))
        await #expect(try scene.ledger.budgets().count == 1)
        await #expect(try scene.ledger.remove(Budget(limit: .zero, period: .month)))
        await #expect(try scene.ledger.budgets().isEmpty)
    }

    @Test("The limit of a meter applies to all its calls together, without a budget in the ledger")
    func limit() async throws {
        let scene = try MeteredClient(.tokens(8, 2)) { $0.limit = Dollars(decimal: "0.00105") }
        try await scene.create()
        let refusal = try await refusal(scene)
        #expect(refusal.status == nil)
        #expect(scene.transport.requests.count == 1)
    }

    @Test("Running totals equal the plain sums, after any operations", arguments: 0..<6)
    func property(round: Int) async throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededRandom(seed: seed)
        let folder = try StoreFolder()
        let time = Mutex<TimeInterval>(1_772_000_000)
        let scopes: [Budget.Scope] = [.all, .profile("p"), .model("gpt-4o"), .tag("t"), .model("gpt-4o-mini")]
        for _ in 0..<60 {
            let steps: [ScriptedTransport.Step] = [
                .tokens(8, 2), .answer(nil), .json("{}", status: 500), .fail(TransportError(.refused, reason: "r")),
                .answer(#"{"prompt_tokens":-1}"#), .tokens(1_000_000_000, 1_000_000_000),
            ]
            let step = steps.randomElement(using: &random) ?? .tokens(8, 2)
            let (profile, tags) = (Bool.random(using: &random) ? "p" : "q", Bool.random(using: &random) ? ["t"] : [])
            let scene = try MeteredClient(step, folder: folder) { options in
                (options.profile, options.tags) = (profile, tags)
                options.now = { Date(timeIntervalSince1970: time.withLock { $0 }) }
            }
            if Int.random(in: 0..<6, using: &random) == 0 {
                let budget = Budget(
                    limit: Dollars(picodollars: Int64.random(in: 0...3_000_000_000, using: &random)),
                    period: Budget.Period.allCases.randomElement(using: &random) ?? .day,
                    scope: scopes.randomElement(using: &random) ?? .all,
                    isSoft: Int.random(in: 0..<3, using: &random) > 0,
                    allowsUnknownPrices: Bool.random(using: &random)
                )
                try await scene.ledger.set(budget, now: Date(timeIntervalSince1970: time.withLock { $0 }))
            }
            let model = ["gpt-4o", "gpt-4o-mini", "house"].randomElement(using: &random) ?? "gpt-4o"
            try? await scene.create(model)
            let jump = Double.random(in: 0..<40_000, using: &random)
            time.withLock { $0 += jump }
        }
        let ledger = try folder.ledger()
        let now = Date(timeIntervalSince1970: time.withLock { $0 })
        let attempts = try await ledger.attempts()
        for status in try await ledger.budgets(now: now) {
            let plain = attempts.filter { attempt in
                attempt.startedAt >= status.start
                    && status.budget.covers(profile: attempt.profile, model: attempt.model, tags: attempt.tags)
            }.reduce(0) { $0 + $1.counted.picodollars }
            #expect(status.spent.picodollars == plain, "seed \(seed): \(status.budget)")
            #expect(status.reserved == .zero, "seed \(seed)")
        }
    }
}
