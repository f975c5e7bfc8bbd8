internal import Synchronization

/// The process groups of running child programs that have their own sessions. Such programs receive no signals from the
/// terminal.
package enum ChildGroups {
    private static let running = Mutex<Set<pid_t>>([])

    /// Adds the process group of a program that has been started.
    package static func insert(_ group: pid_t) {
        running.withLock { _ = $0.insert(group) }
    }

    /// Removes the process group of a program that has exited.
    package static func remove(_ group: pid_t) {
        running.withLock { _ = $0.remove(group) }
    }

    /// Kills all process groups. Call this method before this process exits without waiting for its child programs.
    package static func killAll() {
        running.withLock { groups in
            for group in groups { kill(-group, SIGKILL) }
        }
    }
}
