/// The author of a message.
public struct Role: ExtensibleEnum {
    /// The application, which gives instructions. Reasoning models use this role instead of `system`.
    public static let developer = Role(rawValue: "developer")
    /// The application, which gives instructions.
    public static let system = Role(rawValue: "system")
    /// The end user or the calling program.
    public static let user = Role(rawValue: "user")
    /// The model.
    public static let assistant = Role(rawValue: "assistant")
    /// A tool, which returns the result of a call.
    public static let tool = Role(rawValue: "tool")
    /// A function, which returns the result of a call; deprecated in favor of `tool`.
    public static let function = Role(rawValue: "function")

    /// The string sent on the wire.
    public let rawValue: String

    /// Creates a value from the string sent on the wire; unknown values are allowed.
    public init(rawValue: String) { self.rawValue = rawValue }
}
