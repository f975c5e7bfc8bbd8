import Testing
import Waiter
import WaiterTesting

@Suite("A manual clock")
struct ManualClockTests {
    @Test("A deadline that expires before anything sleeps on it ends the sleep at once", arguments: [false, true])
    func passed(skipsPauses: Bool) async throws {
        let clock = ManualClock(skipsPauses: skipsPauses)
        let deadline = clock.now.advanced(by: .seconds(600))
        clock.advance(by: .seconds(3600))
        try await DeadlineWatch.$isSleeping.withValue(true) {
            try await clock.sleep(until: deadline, tolerance: nil)
        }
        #expect(clock.sleepers == 0)
    }

    @Test("A skipped pause expires no deadline")
    func skipped() async throws {
        let clock = ManualClock(skipsPauses: true)
        let deadline = Task {
            try await DeadlineWatch.$isSleeping.withValue(true) { try await clock.sleep(for: .seconds(600)) }
        }
        await clock.waitForSleepers()
        try await clock.sleep(for: .seconds(3600))
        #expect(clock.sleepers == 1)
        clock.advance(by: .seconds(600))
        try await deadline.value
    }
}
