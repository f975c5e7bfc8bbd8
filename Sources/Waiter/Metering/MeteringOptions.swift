/// The caller's options for a client's meter.
public struct MeteringOptions: Sendable, Hashable {
    /// Tags for usage reports, such as the name of a project.
    public var tags: [String]
    /// The ID of the conversation that the call belongs to.
    public var conversation: String?
    /// The priority of the call. If a meter delays calls, calls with a higher priority proceed first. The default is 0.
    public var priority: Int
    /// Whether to request usage for a stream, or `nil` to let the meter decide.
    public var includesUsage: Bool?

    /// The identifier of the call, or `nil` to generate a unique identifier. Use the identifier to find the call's
    /// attempts.
    public var callID: String?

    /// Creates metering options.
    public init(
        tags: [String] = [],
        conversation: String? = nil,
        priority: Int = 0,
        includesUsage: Bool? = nil,
        callID: String? = nil
    ) {
        self.tags = tags
        self.conversation = conversation
        self.priority = priority
        self.includesUsage = includesUsage
        self.callID = callID
    }
}
