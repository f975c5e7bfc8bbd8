/// The way tools are offered to a model.
public enum ToolMode: Sendable, Hashable, Codable {
    /// The request's `tools`, for models that were trained to call tools.
    case native
    /// A JSON schema for the answer, which is either a call or the answer itself, for servers and models without tool support.
    case schema
    /// `native`, unless the server is known not to support tools for the model.
    ///
    /// llama.cpp reports its tool support, which is requested once per model. The client remembers a server that
    /// rejects or drops tools.
    case auto
}
