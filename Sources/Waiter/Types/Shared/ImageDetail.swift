/// The level of detail at which a model processes an image. This level also determines the image's cost.
public struct ImageDetail: ExtensibleEnum {
    /// The model chooses (the default).
    public static let auto = ImageDetail(rawValue: "auto")
    /// A low-resolution version of the image, which has a low fixed cost.
    public static let low = ImageDetail(rawValue: "low")
    /// A high-resolution version of the image, which is processed in tiles.
    public static let high = ImageDetail(rawValue: "high")
    /// The image at its original resolution.
    public static let original = ImageDetail(rawValue: "original")

    /// The string sent on the wire.
    public let rawValue: String

    /// Creates a value from the string sent on the wire; unknown values are allowed.
    public init(rawValue: String) { self.rawValue = rawValue }
}
