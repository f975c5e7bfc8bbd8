/// A value whose members stay in order with any encoder.
///
/// Foundation's encoders and decoders do not preserve the order of members. With Waiter's encoder, the value is written
/// as ordinary JSON. With any other encoder, it is written as a string that contains its JSON text. Both formats can be
/// decoded.
struct OrderedJSON<Value: Codable>: Codable {
    var value: Value

    init(_ value: Value) { self.value = value }

    init(from decoder: any Decoder) throws {
        guard let text = Self.text(decoder) else {
            value = try Value(from: decoder)
            return
        }
        do {
            value = try JSONBodyDecoder.decode(Value.self, from: Array(text.utf8))
        } catch let error as JSONError {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: decoder.codingPath,
                    debugDescription: "the string is not JSON text",
                    underlyingError: error
                )
            )
        }
    }

    func encode(to encoder: any Encoder) throws {
        if encoder is JSONValueEncoder { return try value.encode(to: encoder) }
        var container = encoder.singleValueContainer()
        try container.encode(String(decoding: JSONBodyEncoder.encode(value), as: UTF8.self))
    }

    private static func text(_ decoder: any Decoder) -> String? {
        if let decoder = decoder as? JSONValueDecoder { return decoder.value.stringValue }
        return try? decoder.singleValueContainer().decode(String.self)
    }
}
