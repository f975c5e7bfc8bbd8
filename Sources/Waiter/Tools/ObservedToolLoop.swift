/// A tool loop that is about to begin, as an observer sees it.
public struct ObservedToolLoop: Sendable {
    /// The name of the agent from the loop's settings, or `nil` if no name is set.
    public let agentName: String?
    /// The requested model.
    public let model: String
    /// The base URL of the server.
    public let server: BaseURL
    /// The ID of the conversation that the loop belongs to, or `nil` if there is none.
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
