internal import Synchronization

/// The process groups of running programs that have sessions of their own and therefore receive no signals from the terminal.
package enum ChildGroups {
    private static let running = Mutex<Set<pid_t>>([])

    /// Adds the group of a program that has been started.
    package static func insert(_ group: pid_t) {
        running.withLock { _ = $0.insert(group) }
    }

    /// Removes the group of a program that has exited.
    package static func remove(_ group: pid_t) {
        running.withLock { _ = $0.remove(group) }
    }

    /// Kills all groups, for a process that is about to exit without waiting for them.
    package static func killAll() {
        running.withLock { groups in
            for group in groups { kill(-group, SIGKILL) }
        }
    }
}
