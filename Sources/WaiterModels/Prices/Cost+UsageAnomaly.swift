public import Waiter

extension Cost {
    /// An inconsistency in the usage that a server reported.
    public struct UsageAnomaly: Sendable, Hashable {
        /// The kind of anomaly; there may be more than these.
        public struct Code: ExtensibleEnum {
            /// A count is less than 0.
            public static let negative = Code(rawValue: "negative")
            /// A part is more than its whole, or the parts are together.
            public static let exceeds = Code(rawValue: "exceeds")
            /// The sum of the counts is beyond all numbers.
            public static let overflow = Code(rawValue: "overflow")
            /// There is no token of input, which cannot be; servers that leave a count out look like that.
            public static let noInput = Code(rawValue: "no_input")
            /// There is no token of output beside an answer that says something; servers that leave a count out look like that.
            public static let noOutput = Code(rawValue: "no_output")
            /// There are more tokens than the model, or the request, allows.
            public static let tooMany = Code(rawValue: "too_many")
            /// The total is not the sum.
            public static let totalDiffers = Code(rawValue: "total_differs")
            /// The total is missing; harmless, since nothing is paid by it.
            public static let totalMissing = Code(rawValue: "total_missing")
            /// The reasoning is not counted in the output, but is in the total, to the token; harmless, since it then is output.
            ///
            /// So it is with xAI's server, and some others.
            public static let reasoningBeside = Code(rawValue: "reasoning_beside")

            /// The word for the code.
            public let rawValue: String

            /// Makes a code of a word, known or not.
            public init(rawValue: String) { self.rawValue = rawValue }
        }

        /// The kind of anomaly.
        public let code: Code
        /// The field, such as `prompt_tokens_details.cached_tokens`.
        public let field: String

        /// Makes a anomaly.
        public init(_ code: Code, _ field: String) {
            self.code = code
            self.field = field
        }

        /// Whether the usage can be priced all the same.
        public var isHarmless: Bool { code == .totalMissing || code == .reasoningBeside }
    }
}

extension Cost.UsageAnomaly: CustomStringConvertible {
    /// The anomaly in words, such as `completion_tokens is negative`.
    public var description: String {
        switch code {
        case .negative: "\(field) is negative"
        case .exceeds: "\(field) is more than what it is a part of"
        case .overflow: "\(field) is beyond all numbers"
        case .noInput, .noOutput: "\(field) is 0"
        case .tooMany: "\(field) is more than there can be"
        case .totalDiffers: "\(field) is not the sum"
        case .totalMissing: "\(field) is missing"
        case .reasoningBeside: "\(field) is not counted in completion_tokens"
        default: "\(field): \(code)"
        }
    }
}
