/// An output modality of a model.
public struct Modality: ExtensibleEnum {
    /// Text.
    public static let text = Modality(rawValue: "text")
    /// Speech.
    public static let audio = Modality(rawValue: "audio")

    /// The string sent on the wire.
    public let rawValue: String

    /// Creates a value from the string sent on the wire; unknown values are allowed.
    public init(rawValue: String) { self.rawValue = rawValue }
}
