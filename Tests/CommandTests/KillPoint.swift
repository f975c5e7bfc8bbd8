import Synchronization
import WaiterTestSupport

/// The moment of the next kill: a number of requests.
final class KillPoint: Sendable {
    private struct State {
        var passed = -1
        var next: (number: Int, gate: Gate)?
    }

    private let state = Mutex(State())

    /// Returns a gate that opens when the server receives the request with a number, or has received it.
    func gate(at number: Int) -> Gate {
        let gate = Gate()
        let passed = state.withLock { state in
            state.next = (number, gate)
            return state.passed
        }
        pass(passed)
        return gate
    }

    func pass(_ number: Int) {
        let reached = state.withLock { state -> Gate? in
            state.passed = max(state.passed, number)
            guard let point = state.next, state.passed >= point.number else { return nil }
            state.next = nil
            return point.gate
        }
        reached?.open()
    }
}
