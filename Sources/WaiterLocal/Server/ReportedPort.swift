internal import Synchronization

/// The port reported by an engine, if any.
final class ReportedPort: Sendable {
    private let value = Mutex<Int?>(nil)

    /// The port, or `nil` if no port has been reported yet.
    var port: Int? { value.withLock { $0 } }

    /// Stores the port if no port has been reported yet. Later reports are ignored, because they are unreliable.
    func report(_ port: Int) {
        value.withLock { $0 = $0 ?? port }
    }
}
