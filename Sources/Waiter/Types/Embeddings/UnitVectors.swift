/// Vectors of length 1, stored contiguously, and their 8-bit approximations.
///
/// A search first scans the approximations, which take a quarter as much memory as the vectors. The approximations
/// yield an upper and a lower bound for each score. The exact score is computed only for vectors that can be among the
/// best matches. The result is the same as if the search had compared every vector exactly.
struct UnitVectors: Sendable {
    private var components: [Float] = []
    private var codes: [Int8] = []
    private var scales: [Float] = []
    /// The Euclidean distance between each vector and its approximation.
    private var errors: [Float] = []

    var count: Int { scales.count }

    mutating func reserveCapacity(_ count: Int, dimensions: Int) {
        scales.reserveCapacity(count)
        errors.reserveCapacity(count)
        let (size, overflow) = count.multipliedReportingOverflow(by: dimensions)
        guard !overflow else { return }
        components.reserveCapacity(size)
        codes.reserveCapacity(size)
    }

    /// Appends a vector, which must have the same number of components as the other vectors.
    mutating func append(_ unit: [Float]) {
        let quantized = QuantizedVector(unit)
        components += unit
        codes += quantized.codes
        scales.append(quantized.scale)
        errors.append(quantized.distance(to: unit))
    }

    /// Returns the highest dot products of the given vector and the stored vectors, in descending order, together with
    /// the positions of the stored vectors. The given vector must have length 1.
    func highest(_ unit: [Float], count: Int) -> [(score: Float, place: Int)] {
        guard count > 0, self.count > 0 else { return [] }
        // If the index has few vectors, or if many matches are requested, the approximations rule out only a few
        // vectors.
        let bounds = count <= self.count / 16 ? upperBounds(unit, count: count) : nil
        var best = BestScores(capacity: count)
        components.withUnsafeBufferPointer { components in
            unit.withUnsafeBufferPointer { unit in
                guard let first = components.baseAddress, let query = unit.baseAddress else { return }
                for place in scales.indices {
                    if let bounds, bounds.scores[place] < bounds.lowest { continue }
                    best.insert(VectorProduct.dot(first + place * unit.count, query, unit.count), place)
                }
            }
        }
        return best.sorted
    }

    /// Returns an upper bound on each dot product and a lower bound on the lowest dot product among the best matches.
    private func upperBounds(_ unit: [Float], count: Int) -> (scores: [Float], lowest: Float) {
        let query = QuantizedVector.Query(unit)
        // This value allows for the rounding error of a dot product, which grows with the number of summands.
        let rounding = Float(unit.count) * 1e-8 + 1e-5
        var lower = BestScores(capacity: count)
        let upper = [Float](unsafeUninitializedCapacity: self.count) { upper, initialized in
            codes.withUnsafeBufferPointer { codes in
                guard let first = codes.baseAddress else { return }
                for place in scales.indices {
                    let product = query.product(first + place * unit.count) * scales[place]
                    // Let q and v be the vectors, and let a and b be their approximations. The dot product of q and
                    // v - b is at most the product of their lengths. The same applies to the dot product of q - a
                    // and b.
                    let error = errors[place] + query.error * (1 + errors[place]) + rounding
                    lower.insert(product - error, place)
                    upper.initializeElement(at: place, to: product + error)
                }
                initialized = self.count
            }
        }
        return (upper, lower.sorted.last?.score ?? -.infinity)
    }
}
