import Synchronization
import Waiter

/// Collects retry notices.
final class Notices: Sendable {
    private let list = Mutex<[RetryNotice]>([])
    var all: [RetryNotice] { list.withLock { $0 } }
    func add(_ notice: RetryNotice) { list.withLock { $0.append(notice) } }
}
