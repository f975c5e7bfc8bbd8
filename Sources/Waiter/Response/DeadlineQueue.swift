internal import Synchronization

/// Monitors the deadlines of all calls made by a client, using a single sleeping task instead of one task per call.
///
/// Calls usually end long before their deadlines. The sleep is restarted only for a deadline that is earlier than the
/// end of the sleep. Adding or removing an entry therefore usually requires only a lock and a dictionary update.
package final class DeadlineQueue: Sendable {
    /// A closure called when its deadline has passed. The closure returns the time at which it must be called again, or
    /// `nil` if it is no longer needed.
    typealias Check = @Sendable (_ now: Duration) -> Duration?

    private struct State {
        var entries: [Int: (deadline: Duration, check: Check)] = [:]
        var nextID = 0
        var sleptFor: Duration?
        var sleeper: Task<Void, Never>?
    }

    private let state = Mutex(State())
    private let timekeeper: CallClock

    package init(_ timekeeper: CallClock) {
        self.timekeeper = timekeeper
    }

    deinit {
        state.withLock { $0.sleeper?.cancel() }
    }

    func add(deadline: Duration, check: @escaping Check) -> Int {
        state.withLock { state in
            state.nextID += 1
            state.entries[state.nextID] = (deadline, check)
            arm(&state, for: deadline)
            return state.nextID
        }
    }

    func move(_ id: Int, to deadline: Duration) {
        state.withLock { state in
            guard state.entries[id] != nil else { return }
            state.entries[id]?.deadline = deadline
            arm(&state, for: deadline)
        }
    }

    func remove(_ id: Int) {
        // The closure is released outside the lock, because it may hold the last reference to a large object.
        _ = state.withLock { $0.entries.removeValue(forKey: id) }
    }

    private func arm(_ state: inout State, for deadline: Duration) {
        if let sleptFor = state.sleptFor, sleptFor <= deadline { return }
        state.sleeper?.cancel()
        state.sleptFor = deadline
        let timekeeper = timekeeper
        state.sleeper = Task { [weak self] in
            let slept: Void? = try? await DeadlineWatch.$isSleeping.withValue(true) {
                try await timekeeper.sleep(deadline)
            }
            guard slept != nil else { return }
            self?.wake()
        }
    }

    private func wake() {
        let now = timekeeper.now()
        let due = state.withLock { state in
            state.sleptFor = nil
            state.sleeper = nil
            return state.entries.filter { $0.value.deadline <= now }
        }
        for (id, entry) in due {
            let next = entry.check(now)
            state.withLock { state in
                // If the entry has been moved in the meantime, its new deadline takes precedence.
                guard state.entries[id]?.deadline == entry.deadline else { return }
                if let next { state.entries[id]?.deadline = next } else { state.entries[id] = nil }
            }
        }
        state.withLock { state in
            if let earliest = state.entries.values.map(\.deadline).min() { arm(&state, for: earliest) }
        }
    }
}
