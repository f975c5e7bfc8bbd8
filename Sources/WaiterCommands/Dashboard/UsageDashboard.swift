internal import Waiter
internal import WaiterModels
internal import WaiterPlatform
internal import WaiterStore

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A usage report as a self-contained HTML page, without scripts or references to other files.
struct UsageDashboard {
    /// The start date or time, or `nil` to include all calls.
    let since: String?
    let now: Date
    let total: UsageSum
    let periods: Periods
    let models: [UsageGroup]
    let profiles: [UsageGroup]
    let tags: [UsageGroup]
    /// The usage by conversation, newest first, or `nil` if the page must not show conversation titles.
    let conversations: [UsageGroup]?
    /// Conversation titles, keyed by ID.
    let titles: [String: String]
    let budgets: [BudgetStatus]
    let statistics: UsageStatistics
    let saving: CacheSaving

    /// Reads the ledger.
    ///
    /// - Parameters:
    ///   - ledger: The ledger, or `nil` if nothing was recorded.
    ///   - start: The start of the report.
    ///   - now: The current time.
    ///   - catalogue: The prices of cached tokens.
    ///   - titles: The conversation titles, or `nil` if the page must not show them.
    /// - Throws: `StoreError`.
    init(_ ledger: Ledger?, from start: UsageStart, now: Date, _ catalogue: ModelCatalogue, titles: [String: String]?)
        throws
    {
        var groupings: [UsageGrouping] = [.model, .day, .profile, .tag]
        if titles != nil { groupings.append(.conversation) }
        let report = try ledger.map { try start.report(in: $0, by: groupings) } ?? LedgerReport()
        since = start.text
        self.now = now
        models = report[.model]
        var total = UsageSum()
        for group in models { total.add(group.sum) }
        self.total = total
        periods = Periods(report[.day], since: start.text, today: CivilDate(date: now))
        profiles = report[.profile]
        tags = report[.tag]
        conversations = titles == nil ? nil : report[.conversation]
        self.titles = titles ?? [:]
        budgets = try ledger?.budgets(now: now) ?? []
        statistics = report.statistics
        saving = CacheSaving(statistics.cacheUses, catalogue)
    }

    /// The HTML of the page.
    var html: String {
        """
        \(Self.marker)
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
        <meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none';style-src 'unsafe-inline'">
        <title>Usage - waiter</title><style>\(Self.style)</style></head><body><main>
        <h1>Usage</h1><p class="note">\(period)</p>
        \(sections.joined(separator: "\n"))
        <p class="note">Created by waiter on \(LogDate.brief(now)) (UTC). Days begin at midnight UTC. \
        Unknown costs are shown as <b>?</b>, and estimates are marked with <b>~</b>.</p>
        </main></body></html>

        """
    }

    /// The first line of each page. It identifies pages that Waiter is allowed to replace.
    static let marker = "<!DOCTYPE html><!-- waiter usage -->"

    private var sections: [String] {
        guard total.calls > 0 else { return [budgetSection, "<p>No calls were recorded in this period.</p>"] }
        return [
            cards, budgetSection, costChart, tokenChart, latencySection, errorSection,
            table("Models", models, empty: "(no model)"), table("Profiles", profiles, empty: "(none)"),
            table("Tags", tags, empty: "(no tag)", note: "A call with several tags is counted under each of them."),
            conversationTable, totals,
        ]
    }

    private var period: String {
        let last = "\(CivilDate(date: now))"
        guard let since else { return "All calls until \(last) (UTC)" }
        return "\(HTMLText.escaped(since)) to \(last) (UTC)"
    }
}
