internal import Synchronization
internal import WaiterPlatform

/// Keeps the deadlines of one call: which one applies now, and what it aborts when it passes.
package final class CallDeadlines: Sendable {
    package typealias Abort = @Sendable (OpenAIError) -> Void

    private struct State {
        var entry: Int?
        /// When the queue will ask next; a later deadline needs no word to it.
        var registered: Duration
        var total: Duration
        var phase: (kind: DeadlineKind, deadline: Duration)?
        var expired: OpenAIError?
        var abort: Abort?
        /// What is left of the idle time while nobody waits for the server.
        var idleLeft: Duration
        var waitingSince: Duration?

        /// The entry to move and where to, when the queue would otherwise ask too late.
        mutating func reschedule() -> (entry: Int, deadline: Duration)? {
            let deadline = min(phase?.deadline ?? total, total)
            guard let entry, deadline < registered else { return nil }
            registered = deadline
            return (entry, deadline)
        }
    }

    private let state: Mutex<State>
    private let queue: DeadlineQueue
    package let clock: CallClock
    package let timeouts: OpenAI.Timeouts

    package init(queue: DeadlineQueue, clock: CallClock, timeouts: OpenAI.Timeouts) {
        self.queue = queue
        self.clock = clock
        let timeouts = OpenAI.Timeouts(
            connect: timeouts.connect.bounded,
            firstByte: timeouts.firstByte.bounded,
            idle: timeouts.idle.bounded,
            total: timeouts.total.bounded
        )
        self.timeouts = timeouts
        let total = clock.now() + timeouts.total
        state = Mutex(State(registered: total, total: total, idleLeft: timeouts.idle))
        let id = queue.add(deadline: total) { [weak self] now in self?.check(now) }
        state.withLock { $0.entry = id }
    }

    deinit {
        finish()
    }

    /// What is left of the total deadline; not above zero when it has passed.
    package var remaining: Duration { state.withLock(\.total) - clock.now() }

    /// The deadline that has passed, as an error.
    package var expired: OpenAIError? { state.withLock(\.expired) }

    /// Ends the watch.
    package func finish() {
        let entry = state.withLock { state in
            defer { (state.entry, state.abort) = (nil, nil) }
            return state.entry
        }
        if let entry { queue.remove(entry) }
    }

    /// Runs work in a task of its own that a passing deadline, or cancellation of the caller, cancels.
    ///
    /// - Parameter inline: Whether the work is only ours and never blocks, so that it may run on any thread.
    /// - Throws: The deadline's error when one passed, else what the work throws.
    package func run<T: Sendable>(
        inline: Bool = false,
        _ work: @escaping @Sendable () async throws -> T
    ) async throws -> T {
        try beginAttempt()
        let task = Task(executorPreference: inline ? InlineExecutor.shared : nil, operation: work)
        onExpiry { _ in task.cancel() }
        defer { enter(nil) }
        do {
            return try await withTaskCancellationHandler {
                try await task.value
            } onCancel: {
                task.cancel()
            }
        } catch {
            throw expired ?? error
        }
    }

    /// Forgets the deadline that ended the attempt before; the one for the whole call stays.
    private func beginAttempt() throws {
        let expired = state.withLock { state in
            if state.expired?.deadline != .total { state.expired = nil }
            return state.expired
        }
        if let expired { throw expired }
    }

    /// Follows the progress of an attempt.
    package var progress: TransportProgress {
        TransportProgress { [weak self] phase in
            switch phase {
            case .queued: self?.enter(nil)
            case .connecting: self?.enter(.connect)
            case .uploading: self?.enter(.idle)
            case .sent: self?.enter(.firstByte)
            }
        }
    }

    private func enter(_ kind: DeadlineKind?) {
        let now = clock.now()
        let move = state.withLock { state in
            state.phase = kind.map { ($0, now + duration(of: $0)) }
            return state.reschedule()
        }
        if let move { queue.move(move.entry, to: move.deadline) }
    }

    private func duration(of kind: DeadlineKind) -> Duration {
        switch kind {
        case .connect: timeouts.connect
        case .idle: timeouts.idle
        default: timeouts.firstByte
        }
    }

    /// Sets what a passing deadline aborts from now on; called at once when one has passed already.
    package func onExpiry(_ abort: @escaping Abort) {
        let expired = state.withLock { state in
            state.abort = abort
            return state.expired
        }
        if let expired { abort(expired) }
    }

    /// Waits for a piece of a body while the idle deadline runs; it stands still while the reader is busy elsewhere.
    ///
    /// - Parameter afterContent: Whether content came since the last wait, so that the idle time begins anew.
    package func read(_ body: ResponseBody, afterContent: Bool) async throws -> [UInt8]? {
        beginWaiting(afterContent: afterContent)
        defer { endWaiting() }
        do {
            return try await body.read()
        } catch {
            throw expired ?? error
        }
    }

    private func beginWaiting(afterContent: Bool) {
        let now = clock.now()
        let move = state.withLock { state in
            if afterContent { state.idleLeft = timeouts.idle }
            state.waitingSince = now
            state.phase = (.idle, now + state.idleLeft)
            return state.reschedule()
        }
        if let move { queue.move(move.entry, to: move.deadline) }
    }

    private func endWaiting() {
        let now = clock.now()
        state.withLock { state in
            if let since = state.waitingSince { state.idleLeft -= now - since }
            state.waitingSince = nil
            state.phase = nil
        }
    }

    /// Reads the rest of a body that is known to hold nothing more, for a second at most, so that its connection can be
    /// used again.
    package func drain(_ channel: BodyChannel) {
        guard channel.drain(limit: 64 << 10) else { return }
        _ = queue.add(deadline: clock.now() + .seconds(1)) { _ in
            channel.cancelDraining()
            return nil
        }
    }

    private func check(_ now: Duration) -> Duration? {
        let (next, abort, error) = state.withLock { state -> (Duration?, Abort?, OpenAIError?) in
            guard state.expired?.deadline != .total else { return (nil, nil, nil) }
            let deadline = min(state.phase?.deadline ?? state.total, state.total)
            if now < deadline {
                state.registered = deadline
                return (deadline, nil, nil)
            }
            let kind = now >= state.total ? DeadlineKind.total : state.phase?.kind ?? .total
            let error = self.error(kind)
            state.expired = error
            state.phase = nil
            // Another attempt may follow; the deadline for the whole call stays.
            state.registered = state.total
            return (kind == .total ? nil : state.total, state.abort, error)
        }
        if let abort, let error { abort(error) }
        return next
    }

    package func error(_ kind: DeadlineKind) -> OpenAIError {
        let message =
            switch kind {
            case .connect: "no connection within \(timeouts.connect.inWords)"
            case .firstByte: "no response within \(timeouts.firstByte.inWords)"
            case .idle: "nothing more came for \(timeouts.idle.inWords)"
            default: "the call took longer than \(timeouts.total.inWords)"
            }
        var error = OpenAIError(.timeout, message)
        error.deadline = kind
        return error
    }
}
