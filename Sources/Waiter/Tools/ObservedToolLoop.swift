/// A description, for observers, of a tool loop that is about to begin.
public struct ObservedToolLoop: Sendable {
    /// The agent name in the settings of the loop, or `nil` if no name is set.
    public let agentName: String?
    /// The requested model.
    public let model: String
    /// The base URL of the server.
    public let server: BaseURL
    /// The ID of the conversation in which the loop runs, or `nil` if there is no conversation.
    public let conversation: String?

    /// Creates a description of a loop.
    public init(
        agentName: String? = nil,
        model: String,
        server: BaseURL = .openAI,
        conversation: String? = nil
    ) {
        self.agentName = agentName
        self.model = model
        self.server = server
        self.conversation = conversation
    }
}
