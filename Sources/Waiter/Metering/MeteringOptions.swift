/// What a caller says about a call to the meter of its client.
public struct MeteringOptions: Sendable, Hashable {
    /// Words by which what is spent can be told apart, such as a project's name.
    public var tags: [String]
    /// The conversation that the call belongs to, by its ID.
    public var conversation: String?
    /// Who goes first where a meter lets calls wait; the higher number, 0 being the usual one.
    public var priority: Int
    /// Whether a stream asks the server for its usage; nil for what the meter thinks.
    public var includesUsage: Bool?

    /// The identifier of the call, by which its attempts can be found; nil for one that is unique.
    public var callID: String?

    /// Creates options; without arguments nothing is said.
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
