/// Which function the model may or must call; deprecated in favour of `ToolChoice`.
///
/// Where an optional is expected, write `FunctionCallChoice.none`: a bare `.none` there means "not set", of which the
/// compiler warns.
public enum FunctionCallChoice: Codable, Sendable, Hashable {
    /// No function.
    case none
    /// The model decides.
    case auto
    /// The function of this name.
    case function(String)
    /// A choice that this version does not know, as it stands on the wire.
    case unknown(JSONValue)

    private enum CodingKeys: String, CodingKey { case name }

    /// Reads a word, an object with a name, or whatever stands there.
    public init(from decoder: any Decoder) throws {
        let json = try JSONValue(from: decoder)
        switch json {
        case "none": self = .none
        case "auto": self = .auto
        default: self = json["name"]?.stringValue.map(Self.function) ?? .unknown(json)
        }
    }

    /// Writes the word or the object.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .none: try "none".encode(to: encoder)
        case .auto: try "auto".encode(to: encoder)
        case .function(let name):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(name, forKey: .name)
        case .unknown(let json): try json.encode(to: encoder)
        }
    }
}
