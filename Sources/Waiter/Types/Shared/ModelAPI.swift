/// The API used for requests to a model.
public struct ModelAPI: ExtensibleEnum {
    /// Chat completions: `POST /chat/completions`. Nearly every server supports this API.
    public static let chatCompletions = ModelAPI(rawValue: "chat")
    /// The Responses API: `POST /responses`. OpenAI's newest models require this API.
    public static let responses = ModelAPI(rawValue: "responses")

    /// The name used in configuration files and by the `waiter` command.
    public let rawValue: String

    /// Creates a value from its name. Unknown names are allowed and are treated like `chatCompletions`.
    public init(rawValue: String) { self.rawValue = rawValue }
}
