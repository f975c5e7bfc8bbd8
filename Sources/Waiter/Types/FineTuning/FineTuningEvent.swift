/// An event in a fine-tuning job, such as a change in its state or the metrics of a step.
public struct FineTuningEvent: Codable, Sendable, Hashable, Identifiable {
    /// The severity of an event.
    public struct Level: ExtensibleEnum {
        /// Progress.
        public static let info = Level(rawValue: "info")
        /// A problem that does not end the job.
        public static let warning = Level(rawValue: "warn")
        /// A problem that ends the job.
        public static let error = Level(rawValue: "error")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a level from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The event's ID.
    public var id: String
    /// The time of the event in seconds since 1970.
    public var createdAt: Int?
    /// The severity of the event.
    public var level: Level
    /// The message text.
    public var message: String
    /// The type of event: `message` or `metrics`.
    public var type: String?
    /// The data of the event, such as metrics.
    public var data: JSONValue?
    /// The object type, `fine_tuning.job.event`.
    public var object: String

    private enum CodingKeys: String, CodingKey {
        case id, level, message, type, data, object
        case createdAt = "created_at"
    }

    /// Decodes an event. The `id` member is required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        createdAt = try container.integer(forKey: .createdAt)
        level = Level(rawValue: try container.text(forKey: .level) ?? "")
        message = try container.text(forKey: .message) ?? ""
        type = try container.text(forKey: .type)
        data = container.side(JSONValue.self, forKey: .data)
        object = try container.text(forKey: .object) ?? "fine_tuning.job.event"
    }
}
