import Synchronization
import Testing
import Waiter
import WaiterTestSupport

@Suite("The connection limit", .timeLimit(.minutes(10)))
struct ConnectionLimiterTests {
    private final class Counts: Sendable {
        private let state = Mutex((now: 0, most: 0, done: 0))
        var most: Int { state.withLock { $0.most } }
        var done: Int { state.withLock { $0.done } }

        func begin() {
            state.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1), $0.done) }
        }

        func end() {
            state.withLock { $0 = ($0.now - 1, $0.most, $0.done + 1) }
        }
    }

    @Test("No more connections than the limit are in use, and all waiters get their turn")
    func limit() async throws {
        let limiter = ConnectionLimiter(limit: 3)
        let counts = Counts()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    try await limiter.acquire()
                    counts.begin()
                    await Task.yield()
                    counts.end()
                    limiter.release()
                }
            }
            try await group.waitForAll()
        }
        #expect(counts.most <= 3)
        #expect(counts.done == 200)
        await limiter.waitUntilIdle()
    }

    @Test("A cancelled waiter leaves the queue without taking a connection", arguments: 0..<20)
    func cancellation(round: Int) async throws {
        let limiter = ConnectionLimiter(limit: 1)
        try await limiter.acquire()
        let waiting = (0..<50).map { number in
            Task {
                try await limiter.acquire()
                limiter.release()
            }
        }
        for (number, task) in waiting.enumerated() where number % 2 == 0 { task.cancel() }
        limiter.release()
        for (number, task) in waiting.enumerated() {
            let result = await task.result
            if number % 2 == 1 { #expect(throws: Never.self) { try result.get() } }
        }
        await limiter.waitUntilIdle()
        #expect(limiter.tryAcquire())
    }

    @Test("After closing, current and new waiters are rejected")
    func closing() async throws {
        let limiter = ConnectionLimiter(limit: 1)
        try await limiter.acquire()
        let waiting = Task { try await limiter.acquire() }
        await Task.yield()
        limiter.close()
        let result = await waiting.result
        #expect(throws: OpenAIError.self) { try result.get() }
        await #expect(throws: OpenAIError.self) { try await limiter.acquire() }
        limiter.release()
        await limiter.waitUntilIdle()
    }
}
