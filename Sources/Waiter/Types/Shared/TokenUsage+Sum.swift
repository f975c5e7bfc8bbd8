extension TokenUsage {
    /// Adds another request's usage. If a cost or a detail is known for only one of the two requests, the known value
    /// is used.
    package mutating func add(_ other: TokenUsage) {
        inputTokens = Self.sum(inputTokens, other.inputTokens)
        outputTokens = Self.sum(outputTokens, other.outputTokens)
        totalTokens = Self.sum(totalTokens, other.totalTokens)
        cost = Self.sum(cost, other.cost, +)
        input = Self.sum(input, other.input) { left, right in
            var sum = InputDetails()
            for count in [\InputDetails.cachedTokens, \.cacheWriteTokens, \.audioTokens, \.imageTokens, \.textTokens] {
                sum[keyPath: count] = Self.sum(left[keyPath: count], right[keyPath: count], Self.sum)
            }
            return sum
        }
        output = Self.sum(output, other.output) { left, right in
            var sum = OutputDetails()
            let counts = [
                \OutputDetails.reasoningTokens, \.audioTokens, \.imageTokens, \.textTokens, \.acceptedPredictionTokens,
                \.rejectedPredictionTokens,
            ]
            for count in counts {
                sum[keyPath: count] = Self.sum(left[keyPath: count], right[keyPath: count], Self.sum)
            }
            return sum
        }
    }

    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, isTooLarge) = left.addingReportingOverflow(right)
        return isTooLarge ? .max : sum
    }

    private static func sum<Value>(_ left: Value?, _ right: Value?, _ add: (Value, Value) -> Value) -> Value? {
        guard let left, let right else { return left ?? right }
        return add(left, right)
    }
}
