/// Vectors of length 1, stored one after another with 8-bit approximations.
///
/// A search scans only the approximations, which take a quarter of the memory. They bound each score, and only scores
/// that can be among the highest are computed exactly. The result is the same as if every vector had been compared
/// exactly.
struct UnitVectors: Sendable {
    private var components: [Float] = []
    private var codes: [Int8] = []
    private var scales: [Float] = []
    /// The length of the difference between each vector and its approximation.
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

    /// Appends a vector, which must have as many components as the others.
    mutating func append(_ unit: [Float]) {
        let quantized = QuantizedVector(unit)
        components += unit
        codes += quantized.codes
        scales.append(quantized.scale)
        errors.append(quantized.distance(to: unit))
    }

    /// Returns the highest dot products with a vector of length 1, in descending order, and the positions of the
    /// corresponding vectors.
    func highest(_ unit: [Float], count: Int) -> [(score: Float, place: Int)] {
        guard count > 0, self.count > 0 else { return [] }
        // For few vectors or many matches, the approximations rule out few vectors.
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

    /// Returns an upper bound on each product, and a lower bound on the lowest of the highest products.
    private func upperBounds(_ unit: [Float], count: Int) -> (scores: [Float], lowest: Float) {
        let query = QuantizedVector.Query(unit)
        // The rounding errors of the products, which grow with the number of summands.
        let rounding = Float(unit.count) * 1e-8 + 1e-5
        var lower = BestScores(capacity: count)
        let upper = [Float](unsafeUninitializedCapacity: self.count) { upper, initialized in
            codes.withUnsafeBufferPointer { codes in
                guard let first = codes.baseAddress else { return }
                for place in scales.indices {
                    let product = query.product(first + place * unit.count) * scales[place]
                    // Let q and v be the vectors, and a and b their approximations. The products of q with v - b, and
                    // of q - a with b, are at most the products of their lengths.
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
