/// A voice in which a model speaks.
public enum Voice: Codable, Sendable, Hashable, ExpressibleByStringLiteral {
    /// A voice that the server offers, by its name.
    case named(String)
    /// A voice of one's own, by its ID.
    case custom(id: String)
    /// A voice of another shape, as it stands on the wire.
    case unknown(JSONValue)

    /// Alloy.
    public static let alloy: Voice = "alloy"
    /// Ash.
    public static let ash: Voice = "ash"
    /// Ballad.
    public static let ballad: Voice = "ballad"
    /// Cedar.
    public static let cedar: Voice = "cedar"
    /// Coral.
    public static let coral: Voice = "coral"
    /// Echo.
    public static let echo: Voice = "echo"
    /// Fable.
    public static let fable: Voice = "fable"
    /// Marin.
    public static let marin: Voice = "marin"
    /// Nova.
    public static let nova: Voice = "nova"
    /// Onyx.
    public static let onyx: Voice = "onyx"
    /// Sage.
    public static let sage: Voice = "sage"
    /// Shimmer.
    public static let shimmer: Voice = "shimmer"
    /// Verse.
    public static let verse: Voice = "verse"

    /// Takes a name.
    public init(stringLiteral value: String) { self = .named(value) }

    private enum CodingKeys: String, CodingKey { case id }

    /// Reads a name, an object with an ID, or whatever stands there.
    public init(from decoder: any Decoder) throws {
        let json = try JSONValue(from: decoder)
        if let name = json.stringValue {
            self = .named(name)
        } else if let id = json["id"]?.stringValue {
            self = .custom(id: id)
        } else {
            self = .unknown(json)
        }
    }

    /// Writes the name, or an object with the ID.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .named(let name): try name.encode(to: encoder)
        case .custom(let id):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(id, forKey: .id)
        case .unknown(let json): try json.encode(to: encoder)
        }
    }
}
