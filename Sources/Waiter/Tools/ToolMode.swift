/// The way in which a model is offered tools.
public enum ToolMode: Sendable, Hashable, Codable {
    /// The request's `tools`, for models that were trained to call tools.
    case native
    /// A JSON schema for the answer: either a call or the answer itself. For servers and models without support for tools.
    case schema
    /// `native`, unless the server is known not to support tools for the model.
    ///
    /// llama.cpp reports it, and is asked once for each model. A server that rejects tools or drops them is remembered by
    /// the client.
    case auto
}
