extension Embedding {
    /// Returns the cosine similarity to another embedding, from -1 to 1, or `nil` if the similarity is undefined.
    public func cosineSimilarity(to other: Embedding) -> Float? {
        Self.cosineSimilarity(vector, other.vector)
    }

    /// Returns the cosine similarity of two vectors, from -1 to 1.
    ///
    ///     let score = Embedding.cosineSimilarity(response[0].vector, response[1].vector)
    ///
    /// - Parameters:
    ///   - left: A vector.
    ///   - right: A vector with the same number of components.
    /// - Returns: The similarity, or `nil` if the vectors differ in their number of components or if either vector is
    ///   zero or not finite.
    public static func cosineSimilarity(_ left: [Float], _ right: [Float]) -> Float? {
        guard left.count == right.count, let left = VectorProduct.normalized(left),
            let right = VectorProduct.normalized(right)
        else { return nil }
        return min(1, max(-1, VectorProduct.dot(left, right)))
    }
}
