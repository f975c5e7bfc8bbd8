internal import Synchronization

/// A tool call that runs in its own task. A call that does not respond to a timeout or cancellation is abandoned.
final class RunningToolCall: Sendable {
    private struct TimeLimitReached: Error {
        let limit: Duration
    }

    private let result = FirstResult<ToolOutput>()
    private let work: Task<Void, Never>
    private let deadline: Int?
    private let deadlines: DeadlineQueue
    private let clock: CallClock
    private let grace = Mutex<Task<Void, Never>?>(nil)
    private let isCancelled = Mutex(false)
    /// The maximum time to wait for the outcome of a cancelled call.
    private static let timeToEnd: Duration = .seconds(2)

    /// Starts a call.
    init(
        _ body: @escaping @Sendable (ToolInvocation) async throws -> ToolOutput,
        _ invocation: ToolInvocation,
        limit: Duration?,
        deadlines: DeadlineQueue,
        clock: CallClock
    ) {
        self.clock = clock
        self.deadlines = deadlines
        let result = result
        let work = Task {
            let output: Result<ToolOutput, any Error>
            do {
                output = .success(try await body(invocation))
            } catch {
                output = .failure(error)
            }
            result.resume(with: output)
        }
        self.work = work
        deadline = limit.map { limit in
            deadlines.add(deadline: clock.now() + limit) { _ in
                if result.resume(with: .failure(TimeLimitReached(limit: limit))) { work.cancel() }
                return nil
            }
        }
    }

    private static func after(
        _ duration: Duration,
        _ clock: CallClock,
        _ action: @escaping @Sendable () -> Void
    ) -> Task<Void, Never> {
        let deadline = clock.now() + duration
        return Task {
            await DeadlineWatch.$isSleeping.withValue(true) {
                do {
                    try await clock.sleep(deadline)
                    action()
                } catch {}
            }
        }
    }

    /// Cancels the call and waits briefly for it to end.
    func cancel() {
        isCancelled.withLock { $0 = true }
        work.cancel()
        let result = result
        let task = Self.after(Self.timeToEnd, clock) { result.resume(with: .failure(CancellationError())) }
        grace.withLock { $0 = task }
    }

    /// Waits for the call to end and returns its output, or `nil` if the loop's task was cancelled before the call
    /// ended.
    func output() async -> ToolOutput? {
        defer {
            if let deadline { deadlines.remove(deadline) }
            grace.withLock { $0 }?.cancel()
        }
        do {
            return try await result.value()
        } catch let error as TimeLimitReached {
            let limit = error.limit
            return ToolOutput(
                "the call timed out after \(limit) and was cancelled; it may or may not have taken effect",
                isError: true
            )
        } catch is CancellationError where isCancelled.withLock({ $0 }) {
            return nil
        } catch {
            return ToolOutput("\(error)", isError: true)
        }
    }
}
