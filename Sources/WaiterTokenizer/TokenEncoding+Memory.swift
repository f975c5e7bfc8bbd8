extension TokenEncoding {
    /// The same encoding with a memory of its own, for measurements: nothing is remembered of earlier texts.
    @_spi(Benchmarks) public func withoutMemory() -> TokenEncoding {
        TokenEncoding(core.copy())
    }
}
