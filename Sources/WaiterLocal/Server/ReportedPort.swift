internal import Synchronization

/// The port that an engine reports, once it does.
final class ReportedPort: Sendable {
    private let value = Mutex<Int?>(nil)

    /// The port; nil until it is reported.
    var port: Int? { value.withLock { $0 } }

    /// Stores the port unless one was reported before: later lines can be about anything.
    func report(_ port: Int) {
        value.withLock { $0 = $0 ?? port }
    }
}
