extension TokenUsage {
    /// Creates token usage from the usage of a chat completion.
    public init(_ usage: CompletionUsage) {
        self.init(
            inputTokens: usage.promptTokens,
            outputTokens: usage.completionTokens,
            totalTokens: usage.totalTokens
        )
        input = usage.promptTokensDetails.map(InputDetails.init)
        output = usage.completionTokensDetails.map(OutputDetails.init)
        cost = usage.cost
    }
}

extension TokenUsage.InputDetails {
    fileprivate init(_ details: CompletionUsage.PromptTokensDetails) {
        self.init()
        cachedTokens = details.cachedTokens
        cacheWriteTokens = details.cacheWriteTokens
        audioTokens = details.audioTokens
        imageTokens = details.imageTokens
        textTokens = details.textTokens
    }
}

extension TokenUsage.OutputDetails {
    fileprivate init(_ details: CompletionUsage.CompletionTokensDetails) {
        self.init()
        reasoningTokens = details.reasoningTokens
        audioTokens = details.audioTokens
        imageTokens = details.imageTokens
        textTokens = details.textTokens
        acceptedPredictionTokens = details.acceptedPredictionTokens
        rejectedPredictionTokens = details.rejectedPredictionTokens
    }
}

extension CompletionUsage {
    /// Creates chat completion usage from token usage.
    public init(_ usage: TokenUsage) {
        self.init(
            promptTokens: usage.inputTokens,
            completionTokens: usage.outputTokens,
            totalTokens: usage.totalTokens,
            promptTokensDetails: usage.input.map {
                PromptTokensDetails(
                    cachedTokens: $0.cachedTokens,
                    cacheWriteTokens: $0.cacheWriteTokens,
                    audioTokens: $0.audioTokens,
                    imageTokens: $0.imageTokens,
                    textTokens: $0.textTokens
                )
            },
            completionTokensDetails: usage.output.map {
                CompletionTokensDetails(
                    reasoningTokens: $0.reasoningTokens,
                    acceptedPredictionTokens: $0.acceptedPredictionTokens,
                    rejectedPredictionTokens: $0.rejectedPredictionTokens,
                    audioTokens: $0.audioTokens,
                    textTokens: $0.textTokens,
                    imageTokens: $0.imageTokens
                )
            }
        )
        cost = usage.cost
    }
}
