internal import Synchronization

/// The port that an engine has reported, if any.
final class ReportedPort: Sendable {
    private let value = Mutex<Int?>(nil)

    /// The port, or `nil` until it is reported.
    var port: Int? { value.withLock { $0 } }

    /// Stores the port unless one was reported earlier, because later lines are unreliable.
    func report(_ port: Int) {
        value.withLock { $0 = $0 ?? port }
    }
}
