extension OpenAI {
    /// The `/fine_tuning` endpoints.
    public struct FineTuning: Sendable {
        let client: OpenAI

        /// The jobs that train models.
        public var jobs: Jobs { Jobs(client: client) }
    }

    /// The fine-tuning endpoints.
    public var fineTuning: FineTuning { FineTuning(client: self) }
}
