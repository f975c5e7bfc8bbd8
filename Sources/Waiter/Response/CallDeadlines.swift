internal import Synchronization
internal import WaiterPlatform

/// Tracks which deadlines of a call currently apply and aborts the call's work when a deadline is exceeded.
package final class CallDeadlines: Sendable {
    package typealias Abort = @Sendable (OpenAIError) -> Void

    /// A deadline with its kind and duration.
    private struct Wait {
        var kind: DeadlineKind
        var deadline: Duration
        /// The duration of the whole wait, for the error message.
        var limit: Duration
        var isUpload = false
    }

    private struct State {
        var entry: Int?
        /// The time at which the queue next checks this call. Deadlines after that time do not have to be registered.
        var registered: Duration
        var total: Wait
        /// The current wait, or `nil` if there is none. The total deadline also applies during this wait.
        var wait: Wait?
        /// The wait for the first content, or `nil` if this wait has no deadline or if content has already been
        /// received.
        var content: Wait?
        var hasContent = false
        /// Whether a request is in progress and its response head has not been received. If this is `false`, progress
        /// reports are ignored.
        var isSending = false
        var expired: OpenAIError?
        var abort: Abort?

        /// The earliest applicable deadline.
        var next: Wait {
            var next = total
            guard let wait else { return next }
            if wait.deadline < next.deadline { next = wait }
            if wait.kind == .idle, !wait.isUpload, let content, content.deadline < next.deadline { next = content }
            return next
        }

        /// Returns the entry to move and its new deadline, or `nil` if the queue's next check is early enough.
        mutating func reschedule() -> (entry: Int, deadline: Duration)? {
            let deadline = next.deadline
            guard let entry, deadline < registered else { return nil }
            registered = deadline
            return (entry, deadline)
        }
    }

    private let state: Mutex<State>
    private let queue: DeadlineQueue
    package let clock: CallClock
    /// The start of the call, as a duration since the client was created.
    let start: Duration
    private let timeouts: EffectiveTimeouts

    package init(queue: DeadlineQueue, clock: CallClock, timeouts: EffectiveTimeouts) {
        self.queue = queue
        self.clock = clock
        self.timeouts = timeouts
        start = clock.now()
        let total = start + timeouts.total
        state = Mutex(State(registered: total, total: Wait(kind: .total, deadline: total, limit: timeouts.total)))
        let id = queue.add(deadline: total) { [weak self] now in self?.check(now) }
        state.withLock { $0.entry = id }
    }

    deinit {
        finish()
    }

    /// The time left until the total deadline. The value is zero or negative after the deadline has passed.
    package var remaining: Duration { state.withLock(\.total.deadline) - clock.now() }

    /// The error for the deadline that was exceeded, or `nil` if no deadline was exceeded.
    package var expired: OpenAIError? { state.withLock(\.expired) }

    /// Checks the deadlines and returns an error if a deadline has passed. Call this method during long-running work
    /// that would otherwise delay the check.
    package func look() -> OpenAIError? {
        _ = check(clock.now())
        return expired
    }

    /// Stops monitoring the deadlines.
    package func finish() {
        let entry = state.withLock { state in
            defer { (state.entry, state.abort) = (nil, nil) }
            return state.entry
        }
        if let entry { queue.remove(entry) }
    }

    /// Runs work in its own task, which is cancelled when a deadline is exceeded or the caller is cancelled.
    ///
    /// External work that does not end within two seconds of its cancellation is abandoned.
    ///
    /// - Parameters:
    ///   - inline: Whether the work is internal and never blocks. If so, the work can run on any thread.
    ///   - work: The work to run.
    ///   - discard: A closure that receives the return value of work that ended after it was abandoned.
    /// - Returns: The return value of the work.
    /// - Throws: The timeout error if a deadline has passed, `CancellationError` if the work was abandoned, or an error
    ///   thrown by the work.
    package func run<T: Sendable>(
        inline: Bool = false,
        _ work: @escaping @Sendable () async throws -> T,
        discard: @escaping @Sendable (T) -> Void = { _ in }
    ) async throws -> T {
        try beginAttempt()
        defer { endAttempt() }
        do {
            return try await inline ? runInline(work) : runForeign(work, discard)
        } catch {
            throw expired ?? error
        }
    }

    private func runInline<T: Sendable>(_ work: @escaping @Sendable () async throws -> T) async throws -> T {
        let task = Task(executorPreference: InlineExecutor.shared, operation: work)
        onExpiry { _ in task.cancel() }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    private func runForeign<T: Sendable>(
        _ work: @escaping @Sendable () async throws -> T,
        _ discard: @escaping @Sendable (T) -> Void
    ) async throws -> T {
        let first = FirstResult<T>()
        let task = Task {
            do {
                let value = try await work()
                if !first.resume(with: .success(value)) { discard(value) }
            } catch {
                first.resume(with: .failure(error))
            }
        }
        let cancel: @Sendable () -> Void = { [queue, clock] in
            task.cancel()
            _ = queue.add(deadline: clock.now() + Self.cancellationLimit) { _ in
                first.resume(with: .failure(CancellationError()))
                return nil
            }
        }
        onExpiry { _ in cancel() }
        return try await withTaskCancellationHandler {
            try await first.value()
        } onCancel: {
            cancel()
        }
    }

    /// The time allowed for external work to end after it is cancelled.
    private static var cancellationLimit: Duration { .seconds(2) }

    /// Clears the error for the deadline that ended the previous attempt. The deadline for the whole call still
    /// applies.
    private func beginAttempt() throws {
        let expired = state.withLock { state in
            if state.expired?.deadline != .total { state.expired = nil }
            (state.content, state.hasContent, state.isSending) = (nil, false, true)
            return state.expired
        }
        if let expired { throw expired }
    }

    /// Records that an attempt has received its response head or has failed. Subsequent progress reports are ignored.
    private func endAttempt() {
        let now = clock.now()
        state.withLock { state in
            (state.wait, state.isSending) = (nil, false)
            // Transports are not required to report when the request was sent.
            if state.content == nil { state.content = content(from: now) }
        }
    }

    private func content(from now: Duration) -> Wait? {
        timeouts.firstContent.map { Wait(kind: .firstContent, deadline: now + $0, limit: $0) }
    }

    /// Returns the receiver of progress reports for an attempt. The receiver also notifies the attempt's tracker that
    /// the request is being sent.
    func progress(noting tracker: AttemptTracker?) -> TransportProgress {
        TransportProgress { [weak self] phase in
            if phase == .sent || phase == .uploading { tracker?.noteSent() }
            self?.enter(phase)
        }
    }

    private func enter(_ phase: TransportProgress.Phase) {
        let now = clock.now()
        let move = state.withLock { state -> (entry: Int, deadline: Duration)? in
            guard state.isSending else { return nil }
            switch phase {
            case .queued: state.wait = nil
            case .connecting:
                state.wait = Wait(kind: .connect, deadline: now + timeouts.connect, limit: timeouts.connect)
            case .uploading: state.wait = silence(state, from: now, isUpload: true)
            case .sent:
                state.content = content(from: now)
                state.wait = silence(state, from: now)
            }
            return state.reschedule()
        }
        if let move { queue.move(move.entry, to: move.deadline) }
    }

    /// Returns the idle wait that starts now.
    private func silence(_ state: State, from now: Duration, isUpload: Bool = false) -> Wait {
        let limit = state.hasContent ? timeouts.idleAfterContent : timeouts.idleBeforeContent
        return Wait(kind: .idle, deadline: now + limit, limit: limit, isUpload: isUpload)
    }

    /// Records that content of the answer has been received. Headers, pings, comments and roles are not content.
    package func noteContent() {
        state.withLock { ($0.hasContent, $0.content) = (true, nil) }
    }

    /// Sets the closure to call when a deadline is exceeded. If a deadline has already been exceeded, the closure is
    /// called immediately.
    package func onExpiry(_ abort: @escaping Abort) {
        let expired = state.withLock { state in
            state.abort = abort
            return state.expired
        }
        if let expired { abort(expired) }
    }

    /// Waits for a chunk of a body. Each wait starts a new idle deadline.
    ///
    /// - Parameters:
    ///   - body: The body to read.
    ///   - end: The latest time at which the wait ends, or `nil` for no limit. If this time passes, the wait fails with
    ///     the error for an exceeded idle deadline.
    /// - Returns: The chunk, or `nil` at the end of the body.
    /// - Throws: The error for an exceeded deadline, or the error from the body.
    package func read(_ body: ResponseBody, until end: Duration? = nil) async throws -> [UInt8]? {
        beginWaiting(until: end)
        defer { state.withLock { $0.wait = nil } }
        do {
            return try await body.read()
        } catch {
            throw expired ?? error
        }
    }

    private func beginWaiting(until end: Duration?) {
        let now = clock.now()
        let move = state.withLock { state in
            var wait = silence(state, from: now)
            if let end, end < wait.deadline { (wait.deadline, wait.limit) = (end, end - now) }
            state.wait = wait
            return state.reschedule()
        }
        if let move { queue.move(move.entry, to: move.deadline) }
    }

    /// Drains a body for at most one second so that its connection can be reused. Call this method for a body that is
    /// not expected to contain more data.
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
            let passed = now >= state.total.deadline ? state.total : state.next
            if now < passed.deadline {
                state.registered = passed.deadline
                return (passed.deadline, nil, nil)
            }
            let error = Self.error(passed)
            state.expired = error
            state.wait = nil
            // Another attempt may follow, and the total deadline still applies to it.
            state.registered = state.total.deadline
            return (passed.kind == .total ? nil : state.total.deadline, state.abort, error)
        }
        if let abort, let error { abort(error) }
        return next
    }

    private static func error(_ passed: Wait) -> OpenAIError {
        let limit = passed.limit.shortText
        let message =
            switch passed.kind {
            case .connect: "no connection within \(limit)"
            case .firstContent: "no response content within \(limit)"
            case .idle where passed.isUpload: "the server accepted no data for \(limit)"
            case .idle: "no data received for \(limit)"
            default: "the call took longer than \(limit)"
            }
        var error = OpenAIError(.timeout, message)
        error.deadline = passed.kind
        return error
    }
}
