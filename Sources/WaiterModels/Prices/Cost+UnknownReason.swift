public import Waiter

extension Cost {
    /// A reason why a cost is unknown.
    public struct UnknownReason: Sendable, Hashable {
        /// The kind of reason; there may be more than these.
        public struct Code: ExtensibleEnum {
            /// The server did not report usage.
            public static let usageMissing = Code(rawValue: "usage_missing")
            /// The reported usage is inconsistent.
            public static let usageDefective = Code(rawValue: "usage_defective")
            /// The reported usage does not say how many tokens have which price.
            public static let usageAmbiguous = Code(rawValue: "usage_ambiguous")
            /// The catalogue cannot be read.
            public static let catalogueUnreadable = Code(rawValue: "catalogue_unreadable")
            /// The catalogue does not have the model.
            public static let modelUnknown = Code(rawValue: "model_unknown")
            /// The catalogue has no prices of the service tier, or of batches.
            public static let tierUnknown = Code(rawValue: "tier_unknown")
            /// The catalogue lacks a price that is needed.
            public static let priceMissing = Code(rawValue: "price_missing")
            /// The number of billed units is unknown.
            public static let countUnknown = Code(rawValue: "count_unknown")
            /// Nothing limits the output.
            public static let outputUnlimited = Code(rawValue: "output_unlimited")
            /// The amount is more than can be told.
            public static let tooLarge = Code(rawValue: "too_large")

            /// The word for the code.
            public let rawValue: String

            /// Makes a code of a word, known or not.
            public init(rawValue: String) { self.rawValue = rawValue }
        }

        /// The kind of reason.
        public let code: Code
        /// What it is about: the model, the tier, the kind of cost, or the field of the usage.
        public let subject: String

        /// Creates a reason.
        public init(_ code: Code, _ subject: String = "") {
            self.code = code
            self.subject = subject
        }
    }
}

extension Cost.UnknownReason: CustomStringConvertible {
    /// The reason in words, such as `no price of 'audio_input' is known`.
    public var description: String {
        switch code {
        case .usageMissing: "the server tells no usage"
        case .usageDefective: "the usage cannot be: \(subject)"
        case .usageAmbiguous: "the usage does not say how many of the cached tokens are \(subject)"
        case .catalogueUnreadable: "the model catalogue cannot be read"
        case .modelUnknown: "no model '\(subject)' is known"
        case .tierUnknown: "no prices of the tier '\(subject)' are known"
        case .priceMissing: "no price of '\(subject)' is known"
        case .countUnknown: "nobody says how often '\(subject)' was used"
        case .outputUnlimited: "nothing limits the output"
        case .tooLarge: "the amount of '\(subject)' is too large"
        default: subject.isEmpty ? code.rawValue : "\(code): \(subject)"
        }
    }
}
