/// How closely the model looks at an image, which also sets what the image costs.
public struct ImageDetail: ExtensibleEnum {
    /// The model decides; the default.
    public static let auto = ImageDetail(rawValue: "auto")
    /// A small version, at a low fixed cost.
    public static let low = ImageDetail(rawValue: "low")
    /// Closely, tile by tile.
    public static let high = ImageDetail(rawValue: "high")
    /// The image in its own resolution.
    public static let original = ImageDetail(rawValue: "original")

    /// The text that stands on the wire.
    public let rawValue: String

    /// Takes the text as it stands on the wire, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }
}
