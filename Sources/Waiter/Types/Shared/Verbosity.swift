/// The verbosity of an answer.
public struct Verbosity: ExtensibleEnum {
    /// Concise answers.
    public static let low = Verbosity(rawValue: "low")
    /// Answers of medium length (the default).
    public static let medium = Verbosity(rawValue: "medium")
    /// Detailed answers.
    public static let high = Verbosity(rawValue: "high")

    /// The string sent on the wire.
    public let rawValue: String

    /// Creates a value from the string sent on the wire; unknown values are allowed.
    public init(rawValue: String) { self.rawValue = rawValue }
}
