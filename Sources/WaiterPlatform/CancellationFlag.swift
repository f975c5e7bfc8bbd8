internal import Synchronization

/// A flag that lets blocking work on another thread check whether a task was cancelled.
package final class CancellationFlag: Sendable {
    private let value = Atomic(false)

    package init() {}

    package var isSet: Bool { value.load(ordering: .relaxed) }

    package func set() { value.store(true, ordering: .relaxed) }
}
