public import Waiter

/// A model capability, as an extensible enumeration.
public struct ModelCapability: ExtensibleEnum {
    /// Accepts images.
    public static let vision = ModelCapability(rawValue: "vision")
    /// Accepts PDF files.
    public static let pdf = ModelCapability(rawValue: "pdf")
    /// Accepts audio.
    public static let audioInput = ModelCapability(rawValue: "audio_input")
    /// Produces audio.
    public static let audioOutput = ModelCapability(rawValue: "audio_output")
    /// Calls tools.
    public static let tools = ModelCapability(rawValue: "tools")
    /// Produces JSON that conforms to a schema.
    public static let schema = ModelCapability(rawValue: "schema")
    /// Reasons before it answers.
    public static let reasoning = ModelCapability(rawValue: "reasoning")
    /// Searches the web.
    public static let webSearch = ModelCapability(rawValue: "web_search")
    /// Operates a computer.
    public static let computerUse = ModelCapability(rawValue: "computer_use")

    /// The name used in the catalogue.
    public let rawValue: String

    /// Creates a capability from a name, known or unknown.
    public init(rawValue: String) { self.rawValue = rawValue }
}
