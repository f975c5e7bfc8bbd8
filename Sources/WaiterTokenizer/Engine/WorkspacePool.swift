internal import Synchronization

/// A pool of workspaces. The number of workspaces grows to the maximum number of concurrent calls.
///
/// `@unchecked Sendable`: a workspace is either in the pool or lent to one call.
final class WorkspacePool: @unchecked Sendable {
    /// The workspace that a single thread reuses without locking.
    private let first = Atomic<Unmanaged<Workspace>?>(nil)
    private let others = Mutex<[Workspace]>([])

    deinit {
        first.exchange(nil, ordering: .acquiring)?.release()
    }

    @inline(__always)
    func withWorkspace<Result>(_ body: (Workspace) -> Result) -> Result {
        let taken = first.exchange(nil, ordering: .acquiring) ?? another()
        defer {
            if let other = first.exchange(taken, ordering: .acquiringAndReleasing) { putBack(other) }
        }
        return taken._withUnsafeGuaranteedRef(body)
    }

    @inline(never)
    private func another() -> Unmanaged<Workspace> {
        .passRetained(others.withLock { $0.popLast() } ?? Workspace())
    }

    @inline(never)
    private func putBack(_ workspace: Unmanaged<Workspace>) {
        let workspace = workspace.takeRetainedValue()
        others.withLock { $0.append(workspace) }
    }
}
