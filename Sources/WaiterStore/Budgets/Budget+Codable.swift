extension Budget.Scope: Codable {
    private enum CodingKeys: String, CodingKey {
        case kind, name
    }

    /// Decodes an object such as `{"kind": "tag", "name": "thesis"}`.
    ///
    /// - Throws: `DecodingError`, for example if this version does not recognize the kind.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let kind = try container.decode(String.self, forKey: .kind)
        let name = try container.decodeIfPresent(String.self, forKey: .name) ?? ""
        guard let scope = Self(kind: kind, name: name) else {
            throw DecodingError.dataCorruptedError(
                forKey: .kind,
                in: container,
                debugDescription: "unknown budget scope '\(kind)'"
            )
        }
        self = scope
    }

    /// Encodes an object with `kind` and, if the scope has one, `name`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        let (kind, name) = text
        try container.encode(kind, forKey: .kind)
        if self != .all { try container.encode(name, forKey: .name) }
    }
}
