import Foundation
import Synchronization
import Testing

@testable import WaiterCommands

@Suite("Waiting for input") struct SilenceNoticeTests {
    @Test("Silence is reported once, after two seconds; a cancelled task stops waiting")
    func silence() async throws {
        let time = Mutex(Duration.seconds(100))
        let clock = CommandClock(date: { Date(timeIntervalSince1970: 0) }, now: { time.withLock { $0 } })
        var silence = SilenceNotice(clock)
        var told = 0
        for (passed, expected) in [(0, 0), (2, 0), (3, 1), (9, 1)] {
            time.withLock { $0 = .seconds(100 + passed) }
            try silence.wait { told += 1 }
            #expect(told == expected, "\(passed) s")
        }
        let waiting = Task {
            var silence = SilenceNotice(.system)
            withUnsafeCurrentTask { $0?.cancel() }
            try silence.wait {}
        }
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }
}
