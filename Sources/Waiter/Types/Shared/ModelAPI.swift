/// The API used for requests to a model.
public struct ModelAPI: ExtensibleEnum {
    /// Chat completions: `POST /chat/completions`, which nearly every server supports.
    public static let chatCompletions = ModelAPI(rawValue: "chat")
    /// The Responses API: `POST /responses`, which OpenAI's newest models require.
    public static let responses = ModelAPI(rawValue: "responses")

    /// The name used in configuration files and by the `waiter` command.
    public let rawValue: String

    /// Creates a value from its name. Unknown names are allowed and are treated like `chatCompletions`.
    public init(rawValue: String) { self.rawValue = rawValue }
}
