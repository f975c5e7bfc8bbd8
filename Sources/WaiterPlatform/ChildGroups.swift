internal import Synchronization

/// The process groups of running programs that signals from the terminal do not reach, since they have sessions of their own.
package enum ChildGroups {
    private static let running = Mutex<Set<pid_t>>([])

    /// Adds the group of a program that was started.
    package static func insert(_ group: pid_t) {
        running.withLock { _ = $0.insert(group) }
    }

    /// Removes the group of a program that has exited.
    package static func remove(_ group: pid_t) {
        running.withLock { _ = $0.remove(group) }
    }

    /// Kills all groups, before the process exits without waiting for them.
    package static func killAll() {
        running.withLock { groups in
            for group in groups { kill(-group, SIGKILL) }
        }
    }
}
