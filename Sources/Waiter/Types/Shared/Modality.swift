/// A kind of output that a model produces.
public struct Modality: ExtensibleEnum {
    /// Text.
    public static let text = Modality(rawValue: "text")
    /// Speech.
    public static let audio = Modality(rawValue: "audio")

    /// The text that stands on the wire.
    public let rawValue: String

    /// Takes the text as it stands on the wire, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }
}
