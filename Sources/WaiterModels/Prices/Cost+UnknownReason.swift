public import Waiter

extension Cost {
    /// A reason why a cost is unknown.
    public struct UnknownReason: Sendable, Hashable {
        /// The kind of reason, as an extensible enumeration.
        public struct Code: ExtensibleEnum {
            /// The server did not report usage.
            public static let usageMissing = Code(rawValue: "usage_missing")
            /// The reported usage is inconsistent.
            public static let usageDefective = Code(rawValue: "usage_defective")
            /// The reported usage does not show how many tokens are billed at which price.
            public static let usageAmbiguous = Code(rawValue: "usage_ambiguous")
            /// The catalogue cannot be read.
            public static let catalogueUnreadable = Code(rawValue: "catalogue_unreadable")
            /// The catalogue does not list the model.
            public static let modelUnknown = Code(rawValue: "model_unknown")
            /// The catalogue has no prices for the service tier, or for batches.
            public static let tierUnknown = Code(rawValue: "tier_unknown")
            /// The catalogue lacks a required price.
            public static let priceMissing = Code(rawValue: "price_missing")
            /// The number of billed units is unknown.
            public static let countUnknown = Code(rawValue: "count_unknown")
            /// The output is not limited.
            public static let outputUnlimited = Code(rawValue: "output_unlimited")
            /// The amount overflows.
            public static let tooLarge = Code(rawValue: "too_large")

            /// The stable name of the code.
            public let rawValue: String

            /// Creates a code from a name, known or unknown.
            public init(rawValue: String) { self.rawValue = rawValue }
        }

        /// The kind of reason.
        public let code: Code
        /// The subject of the reason, such as the model, the tier, the kind of cost, or the usage field.
        public let subject: String

        /// Creates a reason.
        public init(_ code: Code, _ subject: String = "") {
            self.code = code
            self.subject = subject
        }
    }
}

extension Cost.UnknownReason: CustomStringConvertible {
    /// A one-line description of the reason.
    public var description: String {
        switch code {
        case .usageMissing: "the server did not report usage"
        case .usageDefective: "the reported usage is invalid: \(subject)"
        case .usageAmbiguous: "the reported usage does not specify how many cached tokens are \(subject)"
        case .catalogueUnreadable: "the model catalogue cannot be read"
        case .modelUnknown: "unknown model '\(subject)'"
        case .tierUnknown: "no known prices for service tier '\(subject)'"
        case .priceMissing: "no known price for '\(subject)'"
        case .countUnknown where subject == Cost.Kind.audioSecond.rawValue: "the duration of the audio is unknown"
        case .countUnknown: "the number of uses of '\(subject)' is unknown"
        case .outputUnlimited: "the output length is not limited"
        case .tooLarge: "the amount for '\(subject)' is too large"
        default: subject.isEmpty ? code.rawValue : "\(code): \(subject)"
        }
    }
}
