internal import Synchronization
internal import WaiterPlatform

extension FaultServer {
    /// A gate that threads and tasks wait on until a test opens it.
    ///
    /// A gate synchronizes a server and a test without sleeping:
    ///
    /// ```swift
    /// let gate = FaultServer.Gate()
    /// let server = try FaultServer { _, _ in [.head(["content-length: 2"]), .wait(gate), .text("ok"), .close] }
    // The client has received the head and is waiting for the body.
    /// gate.open()
    /// ```
    public final class Gate: Sendable {
        private struct State {
            var isOpen = false
            var waiters: [CheckedContinuation<Void, Never>] = []
        }

        private let state = Mutex(State())

        /// Creates a closed gate.
        public init() {}

        /// Whether the gate is open.
        public var isOpen: Bool { state.withLock(\.isOpen) }

        /// Opens the gate for all current and future waiters.
        public func open() {
            let waiters = state.withLock { state in
                state.isOpen = true
                defer { state.waiters = [] }
                return state.waiters
            }
            for waiter in waiters { waiter.resume() }
        }

        /// Suspends a task until the gate is open. Cancelling the task does not end the wait.
        public func wait() async {
            await withCheckedContinuation { continuation in
                let isOpen = state.withLock { state in
                    if !state.isOpen { state.waiters.append(continuation) }
                    return state.isOpen
                }
                if isOpen { continuation.resume() }
            }
        }

        /// Blocks a thread until the gate is open.
        public func waitBlocking() {
            while !isOpen { usleep(500) }
        }
    }
}
