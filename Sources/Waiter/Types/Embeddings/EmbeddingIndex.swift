/// An in-memory index of vectors that can be searched by cosine similarity.
///
///     var index = EmbeddingIndex<String>()
///     for (text, embedding) in zip(texts, response) { try index.append(embedding.vector, for: text) }
///     for match in try index.nearest(to: question.vector, count: 3) { print(match.score, match.id) }
///
/// Searches are exact. They use 8-bit approximations to rule out vectors that cannot be among the results. The scores
/// of all other vectors are computed from the vectors themselves. Vectors are scaled to length 1 and take 5 bytes of
/// memory per component.
public struct EmbeddingIndex<ID: Sendable>: Sendable {
    /// A vector found by a search.
    public struct Match: Sendable {
        /// The ID specified when the vector was appended.
        public let id: ID
        /// The cosine similarity, from -1 to 1.
        public let score: Float
    }

    /// The IDs of the vectors, in the order in which the vectors were appended.
    public private(set) var ids: [ID] = []
    /// The number of components in each vector. It is `nil` if the number was not specified and no vector has been
    /// appended yet.
    public private(set) var dimensions: Int?
    private var vectors = UnitVectors()

    /// Creates an empty index. If `dimensions` is `nil`, the first vector determines the number of components.
    public init(dimensions: Int? = nil) {
        self.dimensions = dimensions
    }

    /// The number of vectors.
    public var count: Int { ids.count }

    /// Whether the index has no vectors.
    public var isEmpty: Bool { ids.isEmpty }

    /// Reserves memory for the given number of vectors.
    public mutating func reserveCapacity(_ count: Int) {
        ids.reserveCapacity(count)
        vectors.reserveCapacity(count, dimensions: dimensions ?? 0)
    }

    /// Appends a vector.
    ///
    /// - Parameters:
    ///   - vector: The vector, which is scaled to length 1.
    ///   - id: The ID of the vector, which does not need to be unique.
    /// - Throws: `OpenAIError` with code `.invalidRequest` if the vector's number of components differs from that of
    ///   the other vectors, or if the vector has no direction because it is zero or not finite.
    public mutating func append(_ vector: [Float], for id: ID) throws {
        let unit = try unitVector(of: vector)
        dimensions = vector.count
        vectors.append(unit)
        ids.append(id)
    }

    /// Returns the vectors that are most similar to the given vector, in order of decreasing similarity.
    ///
    /// If several vectors are equally similar, those that were appended earlier come first.
    ///
    /// - Parameters:
    ///   - vector: The vector to compare with.
    ///   - count: The maximum number of matches.
    /// - Returns: The matches.
    /// - Throws: `OpenAIError` with code `.invalidRequest` if the vector's number of components differs from that of
    ///   the vectors in the index, or if the vector is zero or not finite.
    public func nearest(to vector: [Float], count: Int) throws -> [Match] {
        let unit = try unitVector(of: vector)
        return vectors.highest(unit, count: count).map { Match(id: ids[$0.place], score: min(1, max(-1, $0.score))) }
    }

    private func unitVector(of vector: [Float]) throws -> [Float] {
        if let dimensions, dimensions != vector.count {
            throw OpenAIError(
                .invalidRequest,
                "the vector has \(vector.count) components, but the index has \(dimensions)"
            )
        }
        guard let unit = VectorProduct.normalized(vector) else {
            throw OpenAIError(.invalidRequest, "the vector has no direction: it is empty, zero, or not finite")
        }
        return unit
    }
}
