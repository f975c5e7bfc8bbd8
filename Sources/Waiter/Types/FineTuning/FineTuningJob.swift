/// A fine-tuning job.
public struct FineTuningJob: Codable, Sendable, Hashable, Identifiable {
    /// The state of a job.
    public struct Status: ExtensibleEnum {
        /// The files are being validated.
        public static let validatingFiles = Status(rawValue: "validating_files")
        /// The job is waiting to run.
        public static let queued = Status(rawValue: "queued")
        /// The model is being trained.
        public static let running = Status(rawValue: "running")
        /// The training was paused.
        public static let paused = Status(rawValue: "paused")
        /// The new model is available.
        public static let succeeded = Status(rawValue: "succeeded")
        /// The job failed; see `error`.
        public static let failed = Status(rawValue: "failed")
        /// The job was cancelled.
        public static let cancelled = Status(rawValue: "cancelled")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a status from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Whether the status is final.
        public var isFinal: Bool { [.succeeded, .failed, .cancelled].contains(self) }
    }

    /// The reason a job failed.
    public struct Failure: Codable, Sendable, Hashable {
        /// The error code.
        public var code: String?
        /// The error message.
        public var message: String?
        /// The name of the invalid parameter, usually `training_file` or `validation_file`.
        public var param: String?

        private enum CodingKeys: String, CodingKey { case code, message, param }

        /// Decodes a failure. All members are optional.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            code = try container.text(forKey: .code)
            message = try container.text(forKey: .message)
            param = try container.text(forKey: .param)
        }
    }

    /// The job's ID.
    public var id: String
    /// The creation time in seconds since 1970.
    public var createdAt: Int?
    /// The time in seconds since 1970 at which the job ended.
    public var finishedAt: Int?
    /// The time in seconds since 1970 at which the server expects the job to end.
    public var estimatedFinish: Int?
    /// The state of the job.
    public var status: Status
    /// The reason the job failed, or `nil` if there was no error.
    public var error: Failure?
    /// The ID of the base model.
    public var model: String
    /// The ID of the new model, or `nil` until the job has succeeded.
    public var fineTunedModel: String?
    /// The training method and its hyperparameters.
    public var method: FineTuningMethod?
    /// The hyperparameters of a supervised job.
    public var hyperparameters: FineTuningHyperparameters?
    /// The number of billable tokens, or `nil` until the job has ended.
    public var trainedTokens: Int?
    /// The ID of the training file.
    public var trainingFile: String
    /// The ID of the validation file.
    public var validationFile: String?
    /// The IDs of the result files.
    public var resultFiles: [String]
    /// The ID of the organization.
    public var organizationID: String?
    /// The enabled integrations.
    public var integrations: [FineTuningIntegration]
    /// The seed used for training.
    public var seed: Int?
    /// The key-value pairs stored with the job.
    public var metadata: [String: String]?
    /// The object type, `fine_tuning.job`.
    public var object: String

    private enum CodingKeys: String, CodingKey {
        case id, status, error, model, method, hyperparameters, integrations, seed, metadata, object
        case createdAt = "created_at"
        case finishedAt = "finished_at"
        case estimatedFinish = "estimated_finish"
        case fineTunedModel = "fine_tuned_model"
        case trainedTokens = "trained_tokens"
        case trainingFile = "training_file"
        case validationFile = "validation_file"
        case resultFiles = "result_files"
        case organizationID = "organization_id"
    }

    /// Decodes a job. The `id` and `status` members are required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        status = try container.decode(Status.self, forKey: .status)
        createdAt = try container.integer(forKey: .createdAt)
        finishedAt = try container.integer(forKey: .finishedAt)
        estimatedFinish = try container.integer(forKey: .estimatedFinish)
        error = container.side(Failure.self, forKey: .error)
        model = try container.text(forKey: .model) ?? ""
        fineTunedModel = try container.text(forKey: .fineTunedModel)
        method = container.side(FineTuningMethod.self, forKey: .method)
        hyperparameters = container.side(FineTuningHyperparameters.self, forKey: .hyperparameters)
        trainedTokens = try container.integer(forKey: .trainedTokens)
        trainingFile = try container.text(forKey: .trainingFile) ?? ""
        validationFile = try container.text(forKey: .validationFile)
        resultFiles = container.side([String].self, forKey: .resultFiles) ?? []
        organizationID = try container.text(forKey: .organizationID)
        integrations = container.sideList(FineTuningIntegration.self, forKey: .integrations)
        seed = try container.integer(forKey: .seed)
        metadata = container.texts(forKey: .metadata)
        object = try container.text(forKey: .object) ?? "fine_tuning.job"
    }
}
