internal import WaiterPlatform

extension CommandFailure {
    /// Creates the failure for work that was interrupted by a signal.
    init(_ interruption: Interrupts.Interruption) {
        self.init(interruption.signal == SIGINT ? .interrupted : .terminated, "interrupted")
    }
}
