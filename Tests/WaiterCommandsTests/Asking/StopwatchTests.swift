import Foundation
import Synchronization
import Testing
import WaiterCommands

@Suite("The stopwatch of an answer") struct StopwatchTests {
    @Test("It starts before the call and stops the first-token time at the first text")
    func firstText() {
        let time = Mutex(Duration.seconds(7))
        let clock = CommandClock(date: { Date(timeIntervalSince1970: 0) }, now: { time.withLock { $0 } })
        var stopwatch = Stopwatch(clock)
        #expect(stopwatch.firstText == nil && stopwatch.elapsed == .zero)
        time.withLock { $0 = .seconds(9) }
        stopwatch.noteText()
        time.withLock { $0 = .seconds(12) }
        stopwatch.noteText()
        #expect(stopwatch.firstText == .seconds(2) && stopwatch.elapsed == .seconds(5))
    }
}
