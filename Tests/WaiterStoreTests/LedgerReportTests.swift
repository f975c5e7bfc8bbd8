import Foundation
import Testing
import WaiterModels
import WaiterPlatform
import WaiterTestSupport

@testable import WaiterStore

@Suite("Usage reports in one pass")
struct LedgerReportTests {
    /// Values of the text columns, with common prefixes, NULL, empty texts, escapes, and equal names of different bytes.
    private enum Texts {
        static let models: [String?] = [
            "gpt-4o", "gpt-4o-mini", "gpt", "gpt-4o-mini-2026-08-06-long", "", "caf\u{E9}", "cafe\u{301}",
        ]
        static let tiers: [String?] = [nil, "", "flex", "fle"]
        static let statuses: [String?] = ["complete", "complete", "complete", "failed", "cancelled", "unknown", "open"]
        static let kinds = ["known", "reported", "estimated", "unknown", "free"]
        static let errors: [String?] = [nil, "timeout", "time", ""]
        static let tags: [String?] = [
            nil, "", "[]", #"["a"]"#, #"["a","b"]"#, #"["b","a"]"#, #"["ab"]"#, #"["\u0061"]"#, #"["\u001b[31m\"\\"]"#,
            #"["caf\#u{E9}"]"#, #"["cafe\#u{301}"]"#, "[", #"["user:1"]"#, #"["user:10"]"#, #"["user:100"]"#,
        ]
    }

    /// Adds random attempts of 40 days.
    private func fill(_ folder: StoreFolder, _ count: Int, using random: inout SeededRandom) throws {
        let connection = try folder.connection()
        try connection.writing {
            for number in 0..<count {
                let kind = Texts.kinds.randomElement(using: &random) ?? "known"
                func text(_ texts: [String?]) -> String? { texts.randomElement(using: &random) ?? nil }
                func integer(_ limit: Int64) -> Int64? {
                    Bool.random(using: &random) ? Int64.random(in: 0...limit, using: &random) : nil
                }
                try connection.run(
                    """
                    INSERT INTO attempt (started_at, operation, profile, model, served_model, tier, conversation, tags, status,
                        error, input, cached, cache_written, output, reasoning, cost, cost_kind, first_token, duration)
                    VALUES (?, 'chat', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    Int64(number) * 40 * 86_400_000 / Int64(count) - 86_400_000 * 3,
                    text(["openai", "open", ""]),
                    text(Texts.models),
                    text(Texts.models),
                    text(Texts.tiers),
                    text(["c1", "c10", nil]),
                    text(Texts.tags),
                    text(Texts.statuses),
                    text(Texts.errors),
                    integer(5000),
                    integer(3000),
                    integer(900),
                    integer(700),
                    integer(100),
                    ["unknown", "free"].contains(kind) ? integer(9) : Int64.random(in: 0...(1 << 40), using: &random),
                    kind,
                    integer(900_000),
                    integer(9_000_000)
                )
            }
            // Open attempts of this process are not abandoned.
            try connection.run("UPDATE attempt SET process = ? WHERE status = 'open'", ProcessIdentity.current.text)
            // As the ledger does for each attempt.
            try connection.execute(
                """
                INSERT INTO usage_total (day, profile, model, served_model, \(AttemptTable.sumColumns))
                SELECT (started_at - ((started_at % 86400000) + 86400000) % 86400000) / 86400000, profile, model, served_model,
                    \(AttemptTable.sums(of: "attempt", isSum: true))
                FROM attempt WHERE status <> 'open' GROUP BY 1, 2, 3, 4
                """
            )
        }
    }

    /// Returns the sums by name, computed from attempts one by one.
    private func expected(_ grouping: UsageGrouping, _ attempts: [Attempt]) -> [String: UsageSum] {
        var sums: [String: UsageSum] = [:]
        for attempt in attempts where attempt.status != .open {
            var sum = UsageSum()
            (sum.calls, sum.failed) = (1, attempt.status == .failed ? 1 : 0)
            (sum.input, sum.cached) = (attempt.input ?? 0, attempt.cached ?? 0)
            (sum.output, sum.reasoning) = (attempt.output ?? 0, attempt.reasoning ?? 0)
            switch attempt.costKind {
            case .known, .reported: sum.known = attempt.cost ?? .zero
            case .estimated: (sum.estimated, sum.estimatedCalls) = (attempt.cost ?? .zero, 1)
            case .unknown: sum.unknownCalls = 1
            case .free: break
            }
            let names =
                switch grouping {
                case .model: [attempt.model]
                case .day: ["\(CivilDate(milliseconds: attempt.startedAt.ledgerTime))"]
                case .profile: [attempt.profile]
                case .conversation: [attempt.conversation ?? ""]
                case .tag: attempt.tags.isEmpty ? [""] : attempt.tags
                }
            for name in names { sums[name, default: UsageSum()].add(sum) }
        }
        return sums
    }

    private func check(_ report: LedgerReport, _ attempts: [Attempt]) throws {
        for grouping in UsageGrouping.allCases {
            let groups = report[grouping]
            let sums = Dictionary(uniqueKeysWithValues: groups.map { ($0.name, $0.sum) })
            #expect(sums == expected(grouping, attempts), "\(grouping)")
        }
        let complete = attempts.filter { $0.status == .complete }
        let pairs = [
            (report.statistics.duration, complete.compactMap(\.duration)),
            (report.statistics.firstToken, complete.compactMap(\.firstToken)),
        ]
        for (latency, values) in pairs {
            let sorted = values.sorted()
            #expect(latency?.count == (sorted.isEmpty ? nil : sorted.count))
            for (percentile, percent) in [(latency?.p50, 50), (latency?.p95, 95), (latency?.p99, 99)] {
                let rank = (sorted.count * percent + 99) / 100
                #expect(percentile == (sorted.isEmpty ? nil : sorted[max(0, rank - 1)]))
            }
        }
        var errors: [String: Int] = [:]
        for attempt in attempts where ![.complete, .open].contains(attempt.status) {
            errors[attempt.error ?? attempt.status.rawValue, default: 0] += 1
        }
        #expect(Dictionary(uniqueKeysWithValues: report.statistics.errors.map { ($0.code, $0.count) }) == errors)
        var cached: [String: Int] = [:]
        for attempt in attempts where attempt.status != .open && attempt.costKind != .free {
            let tokens = (attempt.cached ?? 0) + (attempt.cacheWritten ?? 0)
            guard tokens > 0 else { continue }
            let thousands = (max(attempt.input ?? 0, 1) + 999) / 1000
            cached["\(attempt.model)|\(attempt.servedModel)|\(attempt.tier ?? "-")|\(thousands)", default: 0] += tokens
        }
        var reported: [String: Int] = [:]
        for use in report.statistics.cacheUses {
            reported["\(use.model)|\(use.servedModel)|\(use.tier ?? "-")|\(use.input / 1000)", default: 0] +=
                use.cached + use.written
        }
        #expect(reported == cached)
    }

    @Test("A report is the sum of its attempts, one by one", arguments: [1, 2, 3])
    func sums(seed: UInt64) throws {
        let folder = try StoreFolder()
        let ledger = try folder.ledger()
        var random = SeededRandom(seed: seed)
        try fill(folder, 2000, using: &random)
        let attempts = try ledger.attempts()
        try check(ledger.report(by: UsageGrouping.allCases, from: nil), attempts)
        let day = CivilDate(day: 11)
        let time = Date(timeIntervalSince1970: Double(day.milliseconds) / 1000)
        try check(ledger.report(by: UsageGrouping.allCases, from: day), attempts.filter { $0.startedAt >= time })
        let noon = time.addingTimeInterval(43_200.001)
        try check(ledger.report(by: UsageGrouping.allCases, after: noon), attempts.filter { $0.startedAt >= noon })
        for grouping in UsageGrouping.allCases {
            #expect(try ledger.usage(by: grouping) == ledger.report(by: UsageGrouping.allCases, from: nil)[grouping])
            #expect(
                try ledger.usage(by: grouping, after: noon)
                    == ledger.report(by: UsageGrouping.allCases, after: noon)[grouping]
            )
        }
    }

    @Test("Names that differ only in Unicode normalization, and tags that differ only in escapes, are one group")
    func equalNames() throws {
        let folder = try StoreFolder()
        let ledger = try folder.ledger()
        for tags in [#"["a"]"#, #"["\u0061"]"#, #"["caf\#u{E9}"]"#, #"["cafe\#u{301}"]"#] {
            try folder.connection().run(
                "INSERT INTO attempt (started_at, operation, model, status, tags) VALUES (1, '', 'm', 'complete', ?)",
                tags
            )
        }
        let groups = try ledger.usage(by: .tag)
        #expect(groups.map(\.name) == ["a", "caf\u{E9}"] && groups.map(\.sum.calls) == [2, 2])
    }

    @Test("Sums saturate at the largest amount instead of overflowing")
    func saturation() throws {
        let folder = try StoreFolder()
        let ledger = try folder.ledger()
        for _ in 0..<3 {
            try folder.connection().run(
                """
                INSERT INTO attempt (started_at, operation, model, status, cost_kind, cost, input, cached)
                VALUES (1, '', 'm', 'complete', 'known', ?1, ?1, ?1)
                """,
                Int64.max - 1
            )
        }
        let report = try ledger.report(by: [.tag], from: nil)
        #expect(report[.tag].map(\.sum.known.picodollars) == [.max] && report[.tag].map(\.sum.input) == [.max])
        #expect(report.statistics.cacheUses.map(\.cached) == [.max])
    }

    @Test("Selection finds the values that sorting would", arguments: [1, 2, 3])
    func selection(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for count in [1, 2, 3, 32, 33, 34, 35, 100, 1000, 20_000] {
            let wide = (0..<count).map { _ in Int64.random(in: .min ... .max, using: &random) }
            let narrow = (0..<count).map { _ in Int64.random(in: -3...3, using: &random) }
            let sorted = wide.sorted()
            // An ascending half and a descending one are hard for simple pivots.
            let organ = sorted.indices.map { sorted[$0 < (count + 1) / 2 ? 2 * $0 : 2 * (count - $0) - 1] }
            for values in [wide, narrow, sorted, sorted.reversed(), organ, [Int64](repeating: 7, count: count)] {
                let expected = values.sorted()
                var left = values
                var start = 0
                for place in Set([0, count / 2, count * 95 / 100, count * 99 / 100, count - 1]).sorted() {
                    #expect(Selection.select(place, from: &left, startingAt: start) == expected[place])
                    start = place
                }
                #expect(left.sorted() == expected)
            }
        }
    }

    @Test("Texts are numbered by their bytes: prefixes, empty texts and thousands of names are told apart")
    func texts() {
        var random = SeededRandom(seed: 5)
        var table = TextNumbering(["complete", "failed"])
        var numbers = ["complete": 0, "failed": 1]
        for _ in 0..<20_000 {
            var text = String("user:0123456789-long-name-\(Int.random(in: 0..<3000, using: &random))".suffix(20))
            text = String(text.prefix(Int.random(in: 0...text.utf8.count, using: &random)))
            let number = text.withUTF8 { table.number(of: UnsafeRawBufferPointer($0)) }
            #expect(number == numbers[text] ?? numbers.count)
            numbers[text] = number
            #expect(table[number] == text)
        }
        #expect(table.count == numbers.count)
    }
}
