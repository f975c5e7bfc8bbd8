import Testing

@testable import WaiterLocal

@Suite("The idle monitor")
struct IdleMonitorTests {
    private func sample(_ work: String, busy: Bool = false, lease: Int64 = 0) -> IdleMonitor.Observation {
        .sample(.init(work: work, isBusy: busy, lease: lease))
    }

    @Test("An idle server stops exactly after the timeout")
    func unused() {
        var monitor = IdleMonitor(timeout: .seconds(600), startingAt: .zero)
        #expect(monitor.observe(sample("0"), at: .zero) == .stay(lookAgainIn: .seconds(5)))
        #expect(monitor.observe(sample("0"), at: .seconds(597)) == .stay(lookAgainIn: .seconds(3)))
        #expect(monitor.observe(sample("0"), at: .seconds(600)) == .stop)
    }

    @Test("Completed work between two checks restarts the timeout")
    func workBetweenLooks() {
        var monitor = IdleMonitor(timeout: .seconds(10), startingAt: .zero)
        _ = monitor.observe(sample("0"), at: .zero)
        #expect(monitor.observe(sample("7"), at: .seconds(9)) != .stop)
        #expect(monitor.observe(sample("7"), at: .seconds(18)) != .stop)
        #expect(monitor.observe(sample("7"), at: .seconds(19)) == .stop)
    }

    @Test("A request longer than the timeout keeps the server running")
    func longRequest() {
        var monitor = IdleMonitor(timeout: .seconds(10), startingAt: .zero)
        for second in 0..<100 {
            #expect(monitor.observe(sample("0", busy: true), at: .seconds(second)) != .stop)
        }
        // It may have finished just now.
        #expect(monitor.observe(sample("0"), at: .seconds(104)) != .stop)
        #expect(monitor.observe(sample("0"), at: .seconds(114)) == .stop)
    }

    @Test("A client's lookup of the server counts as use before the first request")
    func lease() {
        var monitor = IdleMonitor(timeout: .seconds(10), startingAt: .zero)
        _ = monitor.observe(sample("0", lease: 1), at: .zero)
        #expect(monitor.observe(sample("0", lease: 2), at: .seconds(10)) != .stop)
    }

    @Test("A withdrawn verdict restarts the full timeout")
    func extended() {
        var monitor = IdleMonitor(timeout: .seconds(10), startingAt: .zero)
        _ = monitor.observe(sample("0"), at: .zero)
        #expect(monitor.observe(sample("0"), at: .seconds(10)) == .stop)
        monitor.extend(at: .seconds(10))
        #expect(monitor.observe(sample("0"), at: .seconds(19)) != .stop)
    }

    @Test("A server too busy to respond is not idle, but one that never responds again is stopped")
    func silence() {
        var monitor = IdleMonitor(timeout: .seconds(10), startingAt: .zero)
        #expect(monitor.observe(.unanswered, at: .seconds(11)) != .stop)
        #expect(monitor.observe(.unanswered, at: .seconds(1800)) != .stop)
        #expect(monitor.observe(.unanswered, at: .seconds(1811)) == .stop)
    }

    @Test("A response ends the silence")
    func silenceBroken() {
        var monitor = IdleMonitor(timeout: .seconds(3600), startingAt: .zero)
        _ = monitor.observe(.unanswered, at: .seconds(10))
        _ = monitor.observe(sample("0"), at: .seconds(2000))
        #expect(monitor.observe(.unanswered, at: .seconds(2001)) != .stop)
    }

    @Test("A short timeout is checked more often", arguments: [(600, 5000), (8, 2000), (1, 250)])
    func pollInterval(timeout: Int, milliseconds: Int) {
        let monitor = IdleMonitor(timeout: .seconds(timeout), startingAt: .zero)
        #expect(monitor.pollInterval == .milliseconds(milliseconds))
    }
}
