/// The way in which tools are offered to a model.
public enum ToolMode: Sendable, Hashable, Codable {
    /// The request's `tools`, for models that were trained to call tools.
    case native
    /// A JSON schema that allows either a tool call or an answer, for servers and models without tool support.
    case schema
    /// Schema-based tools if the server is known not to support tools for the model, and native tools otherwise.
    ///
    /// llama.cpp reports its tool support, which the client requests once per model. The client also remembers servers
    /// that reject or drop tools.
    case auto
}
