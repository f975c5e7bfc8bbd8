import Synchronization
import WaiterMCP

/// The events of a client.
final class Recorder: Sendable {
    private let recorded = Mutex<[MCPEvent]>([])

    var events: [MCPEvent] { recorded.withLock { $0 } }

    func record(_ event: MCPEvent) {
        recorded.withLock { $0.append(event) }
    }
}
