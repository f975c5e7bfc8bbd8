import Testing

@testable import WaiterLocal

@Suite("The idle monitor")
struct IdleMonitorTests {
    private func sample(_ work: String, busy: Bool = false, lease: Int64 = 0) -> IdleMonitor.Observation {
        .sample(.init(work: work, isBusy: busy, lease: lease))
    }

    @Test("An unused server stops exactly when its time is over")
    func unused() {
        var monitor = IdleMonitor(timeout: .seconds(600), startingAt: .zero)
        #expect(monitor.observe(sample("0"), at: .zero) == .stay(lookAgainIn: .seconds(5)))
        #expect(monitor.observe(sample("0"), at: .seconds(597)) == .stay(lookAgainIn: .seconds(3)))
        #expect(monitor.observe(sample("0"), at: .seconds(600)) == .stop)
    }

    @Test("Work done between two looks begins the time anew")
    func workBetweenLooks() {
        var monitor = IdleMonitor(timeout: .seconds(10), startingAt: .zero)
        _ = monitor.observe(sample("0"), at: .zero)
        #expect(monitor.observe(sample("7"), at: .seconds(9)) != .stop)
        #expect(monitor.observe(sample("7"), at: .seconds(18)) != .stop)
        #expect(monitor.observe(sample("7"), at: .seconds(19)) == .stop)
    }

    @Test("A request that takes longer than the idle time keeps the server")
    func longRequest() {
        var monitor = IdleMonitor(timeout: .seconds(10), startingAt: .zero)
        for second in 0..<100 {
            #expect(monitor.observe(sample("0", busy: true), at: .seconds(second)) != .stop)
        }
        // It may have ended just now.
        #expect(monitor.observe(sample("0"), at: .seconds(104)) != .stop)
        #expect(monitor.observe(sample("0"), at: .seconds(114)) == .stop)
    }

    @Test("Someone asking for the server counts as use before the first request")
    func lease() {
        var monitor = IdleMonitor(timeout: .seconds(10), startingAt: .zero)
        _ = monitor.observe(sample("0", lease: 1), at: .zero)
        #expect(monitor.observe(sample("0", lease: 2), at: .seconds(10)) != .stop)
    }

    @Test("A verdict taken back gives the whole time again")
    func extended() {
        var monitor = IdleMonitor(timeout: .seconds(10), startingAt: .zero)
        _ = monitor.observe(sample("0"), at: .zero)
        #expect(monitor.observe(sample("0"), at: .seconds(10)) == .stop)
        monitor.extend(at: .seconds(10))
        #expect(monitor.observe(sample("0"), at: .seconds(19)) != .stop)
    }

    @Test("A server too busy to answer is not idle, but one that never answers again is stopped")
    func silence() {
        var monitor = IdleMonitor(timeout: .seconds(10), startingAt: .zero)
        #expect(monitor.observe(.unanswered, at: .seconds(11)) != .stop)
        #expect(monitor.observe(.unanswered, at: .seconds(1800)) != .stop)
        #expect(monitor.observe(.unanswered, at: .seconds(1811)) == .stop)
    }

    @Test("An answer ends the silence")
    func silenceBroken() {
        var monitor = IdleMonitor(timeout: .seconds(3600), startingAt: .zero)
        _ = monitor.observe(.unanswered, at: .seconds(10))
        _ = monitor.observe(sample("0"), at: .seconds(2000))
        #expect(monitor.observe(.unanswered, at: .seconds(2001)) != .stop)
    }

    @Test("A short idle time is looked at more often", arguments: [(600, 5000), (8, 2000), (1, 250)])
    func pollInterval(timeout: Int, milliseconds: Int) {
        let monitor = IdleMonitor(timeout: .seconds(timeout), startingAt: .zero)
        #expect(monitor.pollInterval == .milliseconds(milliseconds))
    }
}
