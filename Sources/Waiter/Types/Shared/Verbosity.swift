/// How wordy an answer is to be.
public struct Verbosity: ExtensibleEnum {
    /// Terse.
    public static let low = Verbosity(rawValue: "low")
    /// In between; the default.
    public static let medium = Verbosity(rawValue: "medium")
    /// Wordy.
    public static let high = Verbosity(rawValue: "high")

    /// The text that stands on the wire.
    public let rawValue: String

    /// Takes the text as it stands on the wire, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }
}
