public import Waiter

/// Something that a model can do; there may be more than these.
public struct ModelCapability: ExtensibleEnum {
    /// It sees images.
    public static let vision = ModelCapability(rawValue: "vision")
    /// It reads PDF files.
    public static let pdf = ModelCapability(rawValue: "pdf")
    /// It hears.
    public static let audioInput = ModelCapability(rawValue: "audio_input")
    /// It speaks.
    public static let audioOutput = ModelCapability(rawValue: "audio_output")
    /// It calls tools.
    public static let tools = ModelCapability(rawValue: "tools")
    /// It answers in JSON of a schema.
    public static let schema = ModelCapability(rawValue: "schema")
    /// It thinks before it answers.
    public static let reasoning = ModelCapability(rawValue: "reasoning")
    /// It searches the web.
    public static let webSearch = ModelCapability(rawValue: "web_search")
    /// It operates a computer.
    public static let computerUse = ModelCapability(rawValue: "computer_use")

    /// The word in the catalogue.
    public let rawValue: String

    /// Makes a capability of a word, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }
}
