public import Waiter

extension Cost {
    /// An inconsistency in the usage that a server reported.
    public struct UsageAnomaly: Sendable, Hashable {
        /// The kind of anomaly, as an extensible enumeration.
        public struct Code: ExtensibleEnum {
            /// A count is negative.
            public static let negative = Code(rawValue: "negative")
            /// A count exceeds the count that it is part of, or the parts add up to more than the whole.
            public static let exceeds = Code(rawValue: "exceeds")
            /// The sum of the counts overflows.
            public static let overflow = Code(rawValue: "overflow")
            /// The number of input tokens is 0, which is impossible. Some servers omit the count.
            public static let noInput = Code(rawValue: "no_input")
            /// The number of output tokens is 0 for a non-empty response. Some servers omit the count.
            public static let noOutput = Code(rawValue: "no_output")
            /// There are more tokens than the model or the request allows.
            public static let tooMany = Code(rawValue: "too_many")
            /// The total does not equal the sum of input and output.
            public static let totalDiffers = Code(rawValue: "total_differs")
            /// The total is missing. This is harmless, because the total is not billed.
            public static let totalMissing = Code(rawValue: "total_missing")
            /// Reasoning is included in the total but not in the output. This is harmless, because reasoning is
            /// billed as output.
            ///
            /// The reported total must exceed the sum of input and output by exactly the number of reasoning tokens.
            /// Servers from xAI and some other providers report usage this way.
            public static let reasoningBeside = Code(rawValue: "reasoning_beside")

            /// The stable name of the code.
            public let rawValue: String

            /// Creates a code from a name, known or unknown.
            public init(rawValue: String) { self.rawValue = rawValue }
        }

        /// The kind of anomaly.
        public let code: Code
        /// The usage field, such as `prompt_tokens_details.cached_tokens`.
        public let field: String

        /// Creates an anomaly.
        public init(_ code: Code, _ field: String) {
            self.code = code
            self.field = field
        }

        /// Whether the usage can be priced despite the anomaly.
        public var isHarmless: Bool { code == .totalMissing || code == .reasoningBeside }
    }
}

extension Cost.UsageAnomaly: CustomStringConvertible {
    /// A one-line description, such as `completion_tokens is negative`.
    public var description: String {
        switch code {
        case .negative: "\(field) is negative"
        case .exceeds: "\(field) is larger than the total that includes it"
        case .overflow: "\(field) overflows"
        case .noInput, .noOutput: "\(field) is 0"
        case .tooMany: "\(field) is impossibly large"
        case .totalDiffers: "\(field) does not match the sum"
        case .totalMissing: "\(field) is missing"
        case .reasoningBeside: "\(field) is not counted in completion_tokens"
        default: "\(field): \(code)"
        }
    }
}
