/// The processing tier of a request. It determines the speed and price of the request.
///
/// The response reports the tier that was used, which can differ from the requested tier.
public struct ServiceTier: ExtensibleEnum {
    /// The tier set in the project's settings (the default).
    public static let auto = ServiceTier(rawValue: "auto")
    /// Standard price and speed.
    public static let `default` = ServiceTier(rawValue: "default")
    /// A lower price and higher latency than the `default` tier.
    public static let flex = ServiceTier(rawValue: "flex")
    /// Capacity purchased in advance (Scale Tier).
    public static let scale = ServiceTier(rawValue: "scale")
    /// Lower latency than the `default` tier, at a higher price. Responses to requests with the tier `fast` also report
    /// this tier.
    public static let priority = ServiceTier(rawValue: "priority")
    /// An alias for `priority`, named after fast mode.
    public static let fast = ServiceTier(rawValue: "fast")
    /// The lowest latency. This tier is available in the Responses API.
    public static let ultrafast = ServiceTier(rawValue: "ultrafast")

    /// The string sent on the wire.
    public let rawValue: String

    /// Creates a value from the string sent on the wire; unknown values are allowed.
    public init(rawValue: String) { self.rawValue = rawValue }
}
