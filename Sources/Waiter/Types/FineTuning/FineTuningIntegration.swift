/// An integration that receives the metrics of a fine-tuning job.
public struct FineTuningIntegration: Codable, Sendable, Hashable {
    /// A Weights & Biases project.
    public struct WeightsAndBiases: Codable, Sendable, Hashable {
        /// The name of the project.
        public var project: String
        /// The display name of the run, or `nil` to use the ID of the job.
        public var name: String?
        /// The team or user that owns the run, or `nil` to use the default entity of the API key.
        public var entity: String?
        /// The tags of the run.
        public var tags: [String]?

        /// Creates a project.
        public init(project: String, name: String? = nil, entity: String? = nil, tags: [String]? = nil) {
            self.project = project
            self.name = name
            self.entity = entity
            self.tags = tags
        }

        private enum CodingKeys: String, CodingKey { case project, name, entity, tags }
    }

    /// The type of integration, which is always `wandb`.
    public var type: String
    /// The Weights & Biases project.
    public var wandb: WeightsAndBiases?

    /// Creates an integration with Weights & Biases.
    public init(wandb: WeightsAndBiases) {
        type = "wandb"
        self.wandb = wandb
    }

    private enum CodingKeys: String, CodingKey { case type, wandb }
}
