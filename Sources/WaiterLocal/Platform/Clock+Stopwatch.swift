extension Clock where Duration == Swift.Duration {
    /// Starts a stopwatch, which is a closure that returns the time since this call.
    func stopwatch() -> @Sendable () -> Duration {
        let start = now
        return { start.duration(to: self.now) }
    }
}
