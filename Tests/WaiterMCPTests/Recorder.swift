import Synchronization
import WaiterMCP

/// The events of a client.
final class Recorder: Sendable {
    private struct State {
        var events: [MCPEvent] = []
        var waiting: [(event: MCPEvent, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    var events: [MCPEvent] { state.withLock(\.events) }

    func record(_ event: MCPEvent) {
        let ready = state.withLock { state in
            state.events.append(event)
            let ready = state.waiting.filter { $0.event == event }
            state.waiting.removeAll { $0.event == event }
            return ready.map(\.continuation)
        }
        for continuation in ready { continuation.resume() }
    }

    /// Waits until an event was recorded.
    func wait(for event: MCPEvent) async {
        await withCheckedContinuation { continuation in
            let isRecorded = state.withLock { state in
                if state.events.contains(event) { return true }
                state.waiting.append((event, continuation))
                return false
            }
            if isRecorded { continuation.resume() }
        }
    }
}
