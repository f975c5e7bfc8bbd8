extension Clock where Duration == Swift.Duration {
    /// Starts a stopwatch. Returns a closure that returns the time since this call.
    func stopwatch() -> @Sendable () -> Duration {
        let start = now
        return { start.duration(to: self.now) }
    }
}
