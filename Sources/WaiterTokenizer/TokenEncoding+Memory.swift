extension TokenEncoding {
    /// Returns the same encoding with a separate, empty cache, for benchmarks.
    @_spi(Benchmarks) public func withoutMemory() -> TokenEncoding {
        TokenEncoding(core.copy())
    }
}
