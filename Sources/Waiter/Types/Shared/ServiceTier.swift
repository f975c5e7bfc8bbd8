/// How fast, and at which price, a request is served.
///
/// The answer names the tier that was used, which may differ from the one asked for.
public struct ServiceTier: ExtensibleEnum {
    /// What the project's settings say; the default.
    public static let auto = ServiceTier(rawValue: "auto")
    /// Standard price and speed.
    public static let `default` = ServiceTier(rawValue: "default")
    /// Cheaper and slower.
    public static let flex = ServiceTier(rawValue: "flex")
    /// Capacity that was bought ahead.
    public static let scale = ServiceTier(rawValue: "scale")
    /// Faster and dearer; what the answer names for `fast` too.
    public static let priority = ServiceTier(rawValue: "priority")
    /// The same as `priority`, under the name of fast mode.
    public static let fast = ServiceTier(rawValue: "fast")

    /// The text that stands on the wire.
    public let rawValue: String

    /// Takes the text as it stands on the wire, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }
}
