/// A request to create a fine-tuning job: `POST /fine_tuning/jobs`.
///
///     var request = FineTuningJobRequest(model: "gpt-4o-mini-2024-07-18", trainingFile: file.id)
///     request.method = .supervised(.init(epochs: 3))
public struct FineTuningJobRequest: Codable, Sendable, Hashable {
    /// The ID of the model to fine-tune.
    public var model: String
    /// The ID of the file that contains the training examples. The file must be uploaded with the purpose `fine-tune`.
    public var trainingFile: String
    /// The ID of the file that contains the validation examples.
    public var validationFile: String?
    /// The training method and its hyperparameters. The default is supervised training.
    public var method: FineTuningMethod?
    /// The hyperparameters. OpenAI recommends setting them in `method` instead.
    public var hyperparameters: FineTuningHyperparameters?
    /// A suffix of up to 64 characters for the name of the new model.
    public var suffix: String?
    /// The integrations to enable.
    public var integrations: [FineTuningIntegration]?
    /// The seed, which makes a job reproducible.
    public var seed: Int?
    /// Up to 16 key-value pairs to store with the job.
    public var metadata: [String: String]?

    /// Creates a request. Other parameters can be set as properties.
    public init(model: String, trainingFile: String) {
        self.model = model
        self.trainingFile = trainingFile
    }

    private enum CodingKeys: String, CodingKey {
        case model, method, hyperparameters, suffix, integrations, seed, metadata
        case trainingFile = "training_file"
        case validationFile = "validation_file"
    }
}
