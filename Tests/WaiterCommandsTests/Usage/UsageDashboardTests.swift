import Foundation
import Synchronization
import Testing
import Waiter
import WaiterModels
import WaiterPlatform
import WaiterStore

@testable import WaiterCommands

@Suite("The usage page", .timeLimit(.minutes(10)))
struct UsageDashboardTests {
    /// A ledger in memory whose clock a test sets.
    private final class Books: Sendable {
        private final class Clock: Sendable {
            let time = Mutex(Date(timeIntervalSince1970: 1_795_000_000))
        }

        private let clock = Clock()
        let ledger: Ledger

        init() throws {
            let clock = clock
            ledger = try Ledger(path: Ledger.inMemory) { clock.time.withLock { $0 } }
        }

        func record(
            _ model: String = "gpt-4o",
            input: Int = 1000,
            cached: Int = 400,
            error: OpenAIError? = nil,
            profile: String = "openai",
            tags: [String] = [],
            at time: Date? = nil
        ) async throws {
            if let time { clock.time.withLock { $0 = time } }
            var options = LedgerMeter.Options(profile: profile, tags: tags)
            options.billsListPrices = true
            let attempt = MeteredAttempt(
                operation: "chat.completions.create",
                model: model,
                callID: "\(UInt64.random(in: .min ... .max))",
                server: "api.openai.com",
                body: Array(#"{"model":"m","messages":[],"max_tokens":1}"#.utf8)
            )
            var outcome = AttemptOutcome(error == nil ? .complete : .failed, total: .milliseconds(1500))
            outcome.httpStatus = error == nil ? 200 : 500
            outcome.error = error
            outcome.firstToken = error == nil ? .milliseconds(250) : nil
            if error == nil {
                var usage = TokenUsage(inputTokens: input, outputTokens: 100)
                usage.input = TokenUsage.InputDetails()
                usage.input?.cachedTokens = cached
                outcome.metadata.usage = usage
                outcome.metadata.model = model
            }
            try await ledger.meter(options).begin(attempt)?.end(outcome)
            await ledger.flush()
        }

        func dashboard(_ since: String? = "all", titles: [String: String]? = nil) throws -> UsageDashboard {
            let now = clock.time.withLock { $0 }
            return try UsageDashboard(ledger, from: UsageStart(since, now: now), now: now, .builtIn, titles: titles)
        }
    }

    @Test("An empty ledger, and no ledger, are a page that says so")
    func empty() throws {
        let now = Date(timeIntervalSince1970: 1_795_000_000)
        let start = try UsageStart(nil, now: now)
        let page = try UsageDashboard(nil, from: start, now: now, .builtIn, titles: nil).html
        #expect(page.contains("No calls were recorded") && page.contains("(UTC)"))
        #expect(try Books().dashboard().html.contains("No calls were recorded"))
    }

    @Test("The sums have all digits of usage --json, and the saving of the cache is shown")
    func sums() async throws {
        let books = try Books()
        for _ in 0..<3 { try await books.record(input: 1001, cached: 401, tags: ["a", "b"]) }
        let dashboard = try books.dashboard()
        let table = UsageTable(grouping: .model, since: nil, groups: dashboard.models, total: dashboard.total)
        let json = try #require(table.json["total"])
        #expect(json["known_usd"]?.stringValue?.isEmpty == false)
        let page = dashboard.html
        #expect(page.contains("<td>$\(json["known_usd"]?.stringValue ?? "")</td>"))
        #expect(page.contains("<tr><th>Calls</th><td>3</td>"))
        // gpt-4o costs $2.50 and $1.25 per million fresh and cached tokens: 1203 x 0.00000125.
        #expect(dashboard.saving.known == (try Dollars("0.00150375")))
        #expect(dashboard.saving.text == "$0.0015")
        #expect(page.contains("40% cached"))
        #expect(page.contains("0.250 s") && page.contains("1.50 s"))
    }

    @Test("Unknown prices are counted apart, never as 0")
    func unknown() async throws {
        let books = try Books()
        try await books.record("house")
        let dashboard = try books.dashboard()
        #expect(dashboard.saving.text == "?")
        #expect(dashboard.html.contains("<h3>Cost</h3><b>?</b><small>1 call with an unknown cost (?)</small>"))
        try await books.record()
        #expect(try books.dashboard().html.contains(" + ?</b>"))
    }

    @Test("Names with HTML and escape sequences are text")
    func hostileNames() async throws {
        let books = try Books()
        let hostile = "<script>alert(\"1\")</script>\u{1B}[31m'&\u{202E}\n<img src=x onerror=1>"
        try await books.record(hostile, profile: hostile, tags: [hostile])
        var failure = OpenAIError(.server, "x")
        failure.status = 500
        try await books.record(hostile, error: failure)
        let page = try books.dashboard(titles: [:]).html
        for harmful in ["<script", "<img", "\u{1B}", "\u{202E}", "alert(\"", "url(", "://"] {
            #expect(!page.contains(harmful), "\(harmful)")
        }
        #expect(page.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;"))
        #expect(page.contains("<th>server</th><td>1</td>"))
    }

    @Test("Titles of conversations appear only if they are given")
    func titles() async throws {
        let books = try Books()
        try await books.record()
        #expect(try !books.dashboard(titles: nil).html.contains("Conversations"))
        #expect(try books.dashboard(titles: nil).conversations == nil)
    }

    @Test("A year with many models, tags and profiles is less than 200 kB, and its bars cover every day")
    func year() async throws {
        let books = try Books()
        let first = Date(timeIntervalSince1970: 1_764_633_600)
        let long = String(repeating: "long-name-", count: 30)
        for day in 0..<365 {
            try await books.record(
                "gpt-4o-\(day % 60)-\(long)",
                input: 1_000_000 + day * 1013,
                cached: 400_000 + day,
                profile: "p\(day % 40)-\(long)",
                tags: ["t\(day % 90)-\(long)"],
                at: first.addingTimeInterval(Double(day) * 86_400)
            )
        }
        let page = try books.dashboard().html
        #expect(page.utf8.count < 200_000, "\(page.utf8.count)")
        #expect(page.components(separatedBy: "<title>20").count - 1 == 365)
        #expect(page.contains("36 others"))
    }

    @Test("More than 400 days are shown by month")
    func months() async throws {
        let books = try Books()
        let first = Date(timeIntervalSince1970: 1_700_000_000)
        for month in 0..<24 { try await books.record(at: first.addingTimeInterval(Double(month) * 30.5 * 86_400)) }
        let page = try books.dashboard().html
        #expect(page.contains("Tokens per month"))
        #expect(page.contains("2023-11: "))
    }

    @Test("Budgets show what is spent of them")
    func budgets() async throws {
        let books = try Books()
        try await books.ledger.set(Budget(limit: try Dollars("0.01"), period: .total))
        try await books.record()
        let page = try books.dashboard().html
        #expect(page.contains("<h2>Budgets</h2>"))
        #expect(page.contains("of $0.01, 30%"), "\(page)")
    }

    @Test("Bars are scaled to the highest one and stay within the chart")
    func bars() {
        let chart = StackedBars(
            label: "l",
            series: [.init(style: "a", values: [1, 0, 4]), .init(style: "b", values: [1, 0, 0])],
            tips: ["x", "y", "z"]
        )
        #expect(chart.maximum == 4)
        #expect(chart.svg.contains("M0 75h.8v25h-.8zM2 0h.8v100h-.8z"))
        #expect(chart.svg.contains("M0 50h.8v25h-.8z"))
        #expect(chart.svg.contains("viewBox=\"0 0 14 100\""))
    }
}
