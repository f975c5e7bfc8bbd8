/// The hyperparameters of a fine-tuning job. The server chooses values for those that are `nil`.
public struct FineTuningHyperparameters: Codable, Sendable, Hashable {
    /// The number of examples in each batch, from 1 to 256.
    public var batchSize: AutomaticValue<Int>?
    /// The multiplier for the learning rate, greater than 0.
    public var learningRateMultiplier: AutomaticValue<Double>?
    /// The number of epochs, from 1 to 50.
    public var epochs: AutomaticValue<Int>?
    /// The weight of the penalty for deviating from the base model, for direct preference optimization. It must be
    /// greater than 0 and at most 2.
    public var beta: AutomaticValue<Double>?
    /// The multiplier for the compute used to explore answers, for reinforcement learning. It must be greater than
    /// 0.00001 and at most 10.
    public var computeMultiplier: AutomaticValue<Double>?
    /// The number of training steps between evaluations, for reinforcement learning.
    public var evaluationInterval: AutomaticValue<Int>?
    /// The number of samples per evaluation step, for reinforcement learning.
    public var evaluationSamples: AutomaticValue<Int>?
    /// The reasoning effort, for reinforcement learning: `default`, `low`, `medium` or `high`.
    public var reasoningEffort: ReasoningEffort?

    /// Creates hyperparameters for supervised training. Hyperparameters for other methods can be set as properties.
    public init(
        batchSize: AutomaticValue<Int>? = nil,
        learningRateMultiplier: AutomaticValue<Double>? = nil,
        epochs: AutomaticValue<Int>? = nil
    ) {
        self.batchSize = batchSize
        self.learningRateMultiplier = learningRateMultiplier
        self.epochs = epochs
    }

    private enum CodingKeys: String, CodingKey {
        case beta
        case batchSize = "batch_size"
        case learningRateMultiplier = "learning_rate_multiplier"
        case epochs = "n_epochs"
        case computeMultiplier = "compute_multiplier"
        case evaluationInterval = "eval_interval"
        case evaluationSamples = "eval_samples"
        case reasoningEffort = "reasoning_effort"
    }

    /// Decodes hyperparameters. Malformed values are ignored.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        batchSize = container.side(AutomaticValue<Int>.self, forKey: .batchSize)
        learningRateMultiplier = container.side(AutomaticValue<Double>.self, forKey: .learningRateMultiplier)
        epochs = container.side(AutomaticValue<Int>.self, forKey: .epochs)
        beta = container.side(AutomaticValue<Double>.self, forKey: .beta)
        computeMultiplier = container.side(AutomaticValue<Double>.self, forKey: .computeMultiplier)
        evaluationInterval = container.side(AutomaticValue<Int>.self, forKey: .evaluationInterval)
        evaluationSamples = container.side(AutomaticValue<Int>.self, forKey: .evaluationSamples)
        reasoningEffort = container.word(ReasoningEffort.self, forKey: .reasoningEffort)
    }
}
