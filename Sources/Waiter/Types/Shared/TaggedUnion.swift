private enum TagKey: String, CodingKey { case type }

extension Decoder {
    /// The member `type` that says which of several shapes an object has; nil when there is none, or no object.
    var typeTag: String? {
        if let decoder = self as? JSONValueDecoder { return decoder.value["type"]?.stringValue }
        guard let container = try? container(keyedBy: TagKey.self) else { return nil }
        return try? container.decodeIfPresent(String.self, forKey: .type)
    }
}

extension Encoder {
    /// Writes the member `type` ahead of what follows it.
    func encodeTypeTag(_ tag: String) throws {
        var container = container(keyedBy: TagKey.self)
        try container.encode(tag, forKey: .type)
    }
}
