extension CatalogueEntry {
    /// Whether the provider serves the model only through the Responses API.
    public var isResponsesOnly: Bool { kind == "responses" }

    /// Whether the provider serves the model only through the Chat Completions API. These models are audio models
    /// and models that always search the web.
    public var isChatOnly: Bool {
        kind == "chat" && (alwaysSearches || capabilities.contains(.audioOutput) || capabilities.contains(.audioInput))
    }

    /// The kinds of models that cannot hold a conversation, such as `embedding` and `speech`.
    private static let otherKinds: Set<String> = [
        "completion", "embedding", "image", "moderation", "realtime", "speech", "transcription", "video",
    ]

    /// The reason why the model cannot hold a conversation, as a clause that contains the model's ID. The value is
    /// `nil` if the model can hold a conversation, or if the kind of the model is unknown.
    public var conversationObstacle: String? {
        guard let kind, Self.otherKinds.contains(kind) else { return nil }
        let article = "aeiou".contains(kind.first ?? "x") ? "an" : "a"
        return "'\(id)' is \(article) \(kind) model, not a chat model"
    }
}
