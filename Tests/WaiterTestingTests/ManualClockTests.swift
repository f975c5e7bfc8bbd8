import Testing
import Waiter
import WaiterTesting

@Suite("A manual clock")
struct ManualClockTests {
    @Test("A deadline that has passed before anybody sleeps on it elapses at once", arguments: [false, true])
    func passed(skipsPauses: Bool) async throws {
        let clock = ManualClock(skipsPauses: skipsPauses)
        let deadline = clock.now.advanced(by: .seconds(600))
        clock.advance(by: .seconds(3600))
        try await DeadlineWatch.$isSleeping.withValue(true) {
            try await clock.sleep(until: deadline, tolerance: nil)
        }
        #expect(clock.sleepers == 0)
    }

    @Test("A pause that is skipped passes no deadline")
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
