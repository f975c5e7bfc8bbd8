extension RateLimiter {
    /// The input and output token counts of an attempt.
    public struct Tokens: Sendable, Hashable {
        /// The number of input tokens.
        public var input: Int
        /// The number of output tokens.
        public var output: Int

        /// Creates token counts. Negative counts are treated as 0.
        public init(input: Int, output: Int = 0) {
            self.input = max(0, input)
            self.output = max(0, output)
        }

        /// The sum of both counts, or the largest integer if the sum overflows.
        package var total: Int {
            let (sum, overflow) = input.addingReportingOverflow(output)
            return overflow ? .max : sum
        }
    }
}
