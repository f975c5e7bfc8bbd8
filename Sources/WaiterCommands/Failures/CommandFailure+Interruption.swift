internal import WaiterPlatform

extension CommandFailure {
    /// Describes work that a signal ended.
    init(_ interruption: Interrupts.Interruption) {
        self.init(interruption.signal == SIGINT ? .interrupted : .terminated, "interrupted")
    }
}
