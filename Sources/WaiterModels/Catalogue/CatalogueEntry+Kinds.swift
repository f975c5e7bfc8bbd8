extension CatalogueEntry {
    /// Whether the provider serves the model only through the Responses API.
    public var isResponsesOnly: Bool { kind == "responses" }

    /// Whether the provider serves the model only through chat completions. This applies to models that always search and to
    /// models with audio.
    public var isChatOnly: Bool {
        kind == "chat" && (alwaysSearches || capabilities.contains(.audioOutput) || capabilities.contains(.audioInput))
    }

    /// The kinds of models that do not answer conversations, such as `embedding` and `speech`.
    private static let otherKinds: Set<String> = [
        "completion", "embedding", "image", "moderation", "realtime", "speech", "transcription", "video",
    ]

    /// The reason why the model cannot answer conversations, as a clause that contains its ID. It is `nil` if the model can, or
    /// if its kind is unknown.
    public var conversationObstacle: String? {
        guard let kind, Self.otherKinds.contains(kind) else { return nil }
        let article = "aeiou".contains(kind.first ?? "x") ? "an" : "a"
        return "'\(id)' is \(article) \(kind) model, not a chat model"
    }
}
