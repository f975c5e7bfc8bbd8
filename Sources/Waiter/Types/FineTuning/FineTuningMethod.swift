/// A training method with its hyperparameters.
public struct FineTuningMethod: Codable, Sendable, Hashable {
    /// The kind of training method.
    public struct Kind: ExtensibleEnum {
        /// Supervised training on example conversations.
        public static let supervised = Kind(rawValue: "supervised")
        /// Direct preference optimization, which uses pairs of preferred and rejected answers.
        public static let dpo = Kind(rawValue: "dpo")
        /// Reinforcement learning with a grader.
        public static let reinforcement = Kind(rawValue: "reinforcement")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a kind from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The options of a method.
    public struct Options: Codable, Sendable, Hashable {
        /// The hyperparameters of the method.
        public var hyperparameters: FineTuningHyperparameters?
        /// The grader for reinforcement learning. Its format is described in the API's grader reference.
        public var grader: JSONValue?

        /// Creates options.
        public init(hyperparameters: FineTuningHyperparameters? = nil, grader: JSONValue? = nil) {
            self.hyperparameters = hyperparameters
            self.grader = grader
        }

        private enum CodingKeys: String, CodingKey { case hyperparameters, grader }

        /// Decodes options. All members are optional.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            hyperparameters = container.side(FineTuningHyperparameters.self, forKey: .hyperparameters)
            grader = container.side(JSONValue.self, forKey: .grader)
        }
    }

    /// The kind of the method.
    public var type: Kind
    /// The options for supervised training.
    public var supervised: Options?
    /// The options for direct preference optimization.
    public var dpo: Options?
    /// The options for reinforcement learning.
    public var reinforcement: Options?

    /// Creates a method of any kind.
    public init(type: Kind) {
        self.type = type
    }

    /// Creates a supervised training method. The server chooses values for the hyperparameters that are `nil`.
    public static func supervised(_ hyperparameters: FineTuningHyperparameters? = nil) -> FineTuningMethod {
        var method = FineTuningMethod(type: .supervised)
        method.supervised = Options(hyperparameters: hyperparameters)
        return method
    }

    /// Creates a direct preference optimization method. The server chooses values for the hyperparameters that are
    /// `nil`.
    public static func dpo(_ hyperparameters: FineTuningHyperparameters? = nil) -> FineTuningMethod {
        var method = FineTuningMethod(type: .dpo)
        method.dpo = Options(hyperparameters: hyperparameters)
        return method
    }

    /// Creates a reinforcement learning method with a grader.
    ///
    ///     let grader: JSONValue = [
    ///         "type": "string_check", "name": "exact", "operation": "eq",
    ///         "input": "{{sample.output_text}}", "reference": "{{item.answer}}",
    ///     ]
    ///     request.method = .reinforcement(grader: grader)
    ///
    /// - Parameters:
    ///   - grader: The grader. Its format is described in the API's grader reference.
    ///   - hyperparameters: The hyperparameters, or `nil` to let the server choose them.
    /// - Returns: The method.
    public static func reinforcement(
        grader: JSONValue,
        _ hyperparameters: FineTuningHyperparameters? = nil
    ) -> FineTuningMethod {
        var method = FineTuningMethod(type: .reinforcement)
        method.reinforcement = Options(hyperparameters: hyperparameters, grader: grader)
        return method
    }

    private enum CodingKeys: String, CodingKey { case type, supervised, dpo, reinforcement }

    /// Decodes a method. The `type` member is required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        type = try container.decode(Kind.self, forKey: .type)
        supervised = container.side(Options.self, forKey: .supervised)
        dpo = container.side(Options.self, forKey: .dpo)
        reinforcement = container.side(Options.self, forKey: .reinforcement)
    }
}
