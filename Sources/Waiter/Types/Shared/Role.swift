/// Who wrote a message.
public struct Role: ExtensibleEnum {
    /// Instructions of the application; takes the place of `system` for reasoning models.
    public static let developer = Role(rawValue: "developer")
    /// Instructions of the application.
    public static let system = Role(rawValue: "system")
    /// The person, or whatever asks.
    public static let user = Role(rawValue: "user")
    /// The model.
    public static let assistant = Role(rawValue: "assistant")
    /// The result of a tool that the model called.
    public static let tool = Role(rawValue: "tool")
    /// The result of a function; deprecated in favour of `tool`.
    public static let function = Role(rawValue: "function")

    /// The text that stands on the wire.
    public let rawValue: String

    /// Takes the text as it stands on the wire, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }
}
