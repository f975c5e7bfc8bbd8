import Synchronization

/// A counter that starts at one.
final class Counter: Sendable {
    private let count = Mutex(0)

    /// The number of calls of `next`.
    var value: Int { count.withLock { $0 } }

    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
