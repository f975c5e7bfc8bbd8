private enum TagKey: String, CodingKey { case type }

extension Decoder {
    /// The value of the `type` member, which distinguishes the cases of a union. This property is `nil` if the member
    /// is absent or if the decoded value is not an object.
    var typeTag: String? {
        if let decoder = self as? JSONValueDecoder { return decoder.value["type"]?.stringValue }
        guard let container = try? container(keyedBy: TagKey.self) else { return nil }
        return try? container.decodeIfPresent(String.self, forKey: .type)
    }
}

extension Encoder {
    /// Encodes the `type` member. This method must be called before any other member is encoded.
    func encodeTypeTag(_ tag: String) throws {
        var container = container(keyedBy: TagKey.self)
        try container.encode(tag, forKey: .type)
    }
}
