/// A voice for spoken output.
public enum Voice: Codable, Sendable, Hashable, ExpressibleByStringLiteral {
    /// A built-in voice, by name.
    case named(String)
    /// A custom voice, by ID.
    case custom(id: String)
    /// An unrecognized voice, as raw JSON.
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

    /// Creates a built-in voice from its name.
    public init(stringLiteral value: String) { self = .named(value) }

    private enum CodingKeys: String, CodingKey { case id }

    /// Decodes a name, an object with an ID, or any other JSON value.
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

    /// Encodes the name or an object with the ID.
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
