/// The author of a message.
public struct Role: ExtensibleEnum {
    /// Instructions from the application. This role replaces `system` for reasoning models.
    public static let developer = Role(rawValue: "developer")
    /// Instructions from the application.
    public static let system = Role(rawValue: "system")
    /// The end user or the calling program.
    public static let user = Role(rawValue: "user")
    /// The model.
    public static let assistant = Role(rawValue: "assistant")
    /// The result of a tool that the model called.
    public static let tool = Role(rawValue: "tool")
    /// The result of a function; deprecated in favor of `tool`.
    public static let function = Role(rawValue: "function")

    /// The string sent on the wire.
    public let rawValue: String

    /// Creates a value from the string sent on the wire; unknown values are allowed.
    public init(rawValue: String) { self.rawValue = rawValue }
}
