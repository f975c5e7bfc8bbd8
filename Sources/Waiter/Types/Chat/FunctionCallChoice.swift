/// The function that the model may or must call; deprecated in favor of `ToolChoice`.
///
/// If an optional value is expected, write `FunctionCallChoice.none`, because the compiler interprets a bare `.none`
/// as `Optional.none` and issues a warning.
public enum FunctionCallChoice: Codable, Sendable, Hashable {
    /// No function.
    case none
    /// The model decides.
    case auto
    /// The function with the given name.
    case function(String)
    /// An unrecognized choice, as raw JSON.
    case unknown(JSONValue)

    private enum CodingKeys: String, CodingKey { case name }

    /// Decodes a string, an object with a name, or any other JSON value.
    public init(from decoder: any Decoder) throws {
        let json = try JSONValue(from: decoder)
        switch json {
        case "none": self = .none
        case "auto": self = .auto
        default: self = json["name"]?.stringValue.map(Self.function) ?? .unknown(json)
        }
    }

    /// Encodes the string or the object.
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
