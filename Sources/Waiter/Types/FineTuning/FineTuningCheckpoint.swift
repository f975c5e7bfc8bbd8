/// A model saved during a fine-tuning job. It can be used like the final model.
public struct FineTuningCheckpoint: Codable, Sendable, Hashable, Identifiable {
    /// The metrics of a step. Metrics that the server does not report are `nil`.
    public struct Metrics: Codable, Sendable, Hashable {
        /// The step number.
        public var step: Double?
        /// The loss on the training data.
        public var trainLoss: Double?
        /// The mean token accuracy on the training data.
        public var trainMeanTokenAccuracy: Double?
        /// The loss on a sample of the validation data.
        public var validLoss: Double?
        /// The mean token accuracy on a sample of the validation data.
        public var validMeanTokenAccuracy: Double?
        /// The loss on all validation data.
        public var fullValidLoss: Double?
        /// The mean token accuracy on all validation data.
        public var fullValidMeanTokenAccuracy: Double?

        private enum CodingKeys: String, CodingKey {
            case step
            case trainLoss = "train_loss"
            case trainMeanTokenAccuracy = "train_mean_token_accuracy"
            case validLoss = "valid_loss"
            case validMeanTokenAccuracy = "valid_mean_token_accuracy"
            case fullValidLoss = "full_valid_loss"
            case fullValidMeanTokenAccuracy = "full_valid_mean_token_accuracy"
        }

        /// Decodes metrics. Malformed values are ignored.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            step = container.side(Double.self, forKey: .step)
            trainLoss = container.side(Double.self, forKey: .trainLoss)
            trainMeanTokenAccuracy = container.side(Double.self, forKey: .trainMeanTokenAccuracy)
            validLoss = container.side(Double.self, forKey: .validLoss)
            validMeanTokenAccuracy = container.side(Double.self, forKey: .validMeanTokenAccuracy)
            fullValidLoss = container.side(Double.self, forKey: .fullValidLoss)
            fullValidMeanTokenAccuracy = container.side(Double.self, forKey: .fullValidMeanTokenAccuracy)
        }
    }

    /// The checkpoint's ID.
    public var id: String
    /// The creation time in seconds since 1970.
    public var createdAt: Int?
    /// The ID of the saved model.
    public var fineTunedModelCheckpoint: String
    /// The step number.
    public var stepNumber: Int?
    /// The metrics of the step.
    public var metrics: Metrics?
    /// The ID of the job.
    public var jobID: String
    /// The object type, `fine_tuning.job.checkpoint`.
    public var object: String

    private enum CodingKeys: String, CodingKey {
        case id, metrics, object
        case createdAt = "created_at"
        case fineTunedModelCheckpoint = "fine_tuned_model_checkpoint"
        case stepNumber = "step_number"
        case jobID = "fine_tuning_job_id"
    }

    /// Decodes a checkpoint. The `id` member is required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        createdAt = try container.integer(forKey: .createdAt)
        fineTunedModelCheckpoint = try container.text(forKey: .fineTunedModelCheckpoint) ?? ""
        stepNumber = try container.integer(forKey: .stepNumber)
        metrics = container.side(Metrics.self, forKey: .metrics)
        jobID = try container.text(forKey: .jobID) ?? ""
        object = try container.text(forKey: .object) ?? "fine_tuning.job.checkpoint"
    }
}
