import Testing

@testable import WaiterBulk

@Suite("The concurrency of bulk calls")
struct BulkPaceTests {
    @Test("It starts at four, grows by one per round, and never exceeds its maximum")
    func growth() {
        var pace = BulkPace(maximum: 6)
        #expect(pace.concurrency == 4)
        for _ in 0..<4 { pace.succeed(at: .zero) }
        #expect(pace.concurrency == 5)
        for _ in 0..<50 { pace.succeed(at: .zero) }
        #expect(pace.concurrency == 6)
        #expect(BulkPace(maximum: 1).concurrency == 1)
    }

    @Test("Overloads reported by calls in flight at the same time count once")
    func sameOverload() {
        var pace = BulkPace(maximum: 16)
        for _ in 0..<4 { pace.slowDown(for: nil, at: .seconds(10)) }
        #expect(pace.concurrency == 2)
        #expect(pace.delay(at: .seconds(10)) == .seconds(1))
        // The next one, after the pause, doubles it.
        pace.slowDown(for: nil, at: .seconds(11))
        #expect(pace.concurrency == 1)
        #expect(pace.delay(at: .seconds(11)) == .seconds(2))
    }

    @Test("A delay requested by the server applies, a longer one replaces it, and ten minutes are the limit")
    func requestedDelay() {
        var pace = BulkPace(maximum: 16)
        pace.slowDown(for: .seconds(5), at: .zero)
        pace.slowDown(for: .seconds(30), at: .seconds(1))
        #expect(pace.delay(at: .seconds(1)) == .seconds(30))
        pace.slowDown(for: .seconds(86_400), at: .seconds(1))
        #expect(pace.delay(at: .seconds(1)) == .seconds(600))
    }

    @Test("A few failures that may be due to single rows slow nothing down, but more of them in a row do")
    func stumble() {
        var pace = BulkPace(maximum: 16)
        for _ in 0..<BulkPace.toleratedStumbles { pace.stumble(for: nil, at: .zero) }
        #expect(pace.concurrency == 4)
        #expect(pace.delay(at: .zero) == .zero)
        pace.stumble(for: nil, at: .zero)
        #expect(pace.concurrency == 2)
        #expect(pace.delay(at: .zero) == .seconds(1))
        pace.succeed(at: .seconds(2))
        pace.stumble(for: .seconds(20), at: .seconds(2))
        #expect(pace.delay(at: .seconds(2)) == .seconds(20))
    }

    @Test("Failures in a row without any success are hopeless, and a success starts over")
    func hopeless() {
        var pace = BulkPace(maximum: 4)
        for _ in 0..<(BulkPace.maxSetbacks - 1) { pace.slowDown(for: nil, at: .zero) }
        #expect(!pace.isHopeless)
        pace.succeed(at: .zero)
        pace.slowDown(for: nil, at: .zero)
        #expect(!pace.isHopeless)
        for _ in 0..<BulkPace.maxSetbacks { pace.slowDown(for: nil, at: .zero) }
        #expect(pace.isHopeless)
    }
}
