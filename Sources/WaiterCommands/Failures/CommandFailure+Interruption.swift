internal import WaiterPlatform

extension CommandFailure {
    /// Describes work that was ended by a signal.
    init(_ interruption: Interrupts.Interruption) {
        self.init(interruption.signal == SIGINT ? .interrupted : .terminated, "interrupted")
    }
}
