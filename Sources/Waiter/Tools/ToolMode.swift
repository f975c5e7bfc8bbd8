/// The mode in which tools are offered to a model.
public enum ToolMode: Sendable, Hashable, Codable {
    /// Tools are sent in the `tools` member of the request. This mode is for models that were trained to call tools.
    case native
    /// Tools are sent as a JSON schema that allows either a tool call or an answer. This mode is for servers and models
    /// without tool support.
    case schema
    /// Schema-based tools are used if the server is known not to support native tools for the model. Otherwise, native
    /// tools are used.
    ///
    /// llama.cpp reports whether it supports tools. The client queries this information once per model. The client also
    /// remembers the models for which the server rejected or dropped tools.
    case auto
}
