/// The embedding vector of an input.
public struct Embedding: Codable, Sendable, Hashable {
    /// The index of the corresponding input.
    public var index: Int
    /// The embedding vector.
    public var vector: [Float]
    /// The object type, `embedding`.
    public var object: String

    /// Creates an embedding.
    public init(index: Int, vector: [Float], object: String = "embedding") {
        self.index = index
        self.vector = vector
        self.object = object
    }

    private enum CodingKeys: String, CodingKey {
        case object, index
        case vector = "embedding"
    }

    /// Decodes an embedding whose vector is an array of numbers or base64-encoded 32-bit floats.
    ///
    /// - Throws: `DecodingError` if the vector contains anything but finite numbers.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        object = try container.text(forKey: .object) ?? "embedding"
        index = try container.integer(forKey: .index) ?? decoder.codingPath.last?.intValue ?? 0
        if var text = try? container.decode(String.self, forKey: .vector) {
            do {
                vector = try text.withUTF8 { try Base64Floats.decode($0) }
            } catch {
                throw DecodingError.dataCorruptedError(
                    forKey: .vector,
                    in: container,
                    debugDescription: "expected base64-encoded, finite 32-bit floats"
                )
            }
            return
        }
        vector = try container.decode([Float].self, forKey: .vector)
        guard vector.allSatisfy(\.isFinite) else {
            throw DecodingError.dataCorruptedError(
                forKey: .vector,
                in: container,
                debugDescription: "expected an array of finite numbers"
            )
        }
    }
}
