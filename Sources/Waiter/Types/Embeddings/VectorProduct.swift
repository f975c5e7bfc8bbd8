/// Dot products of vectors, computed with SIMD instructions.
package enum VectorProduct {
    /// Returns the dot product of two vectors with the given number of components.
    @inline(__always)
    package static func dot(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ count: Int) -> Float {
        let (a, b) = (UnsafeRawPointer(left), UnsafeRawPointer(right))
        // Four independent sums hide the latency of the additions.
        var (sum0, sum1, sum2, sum3) = (SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>())
        let stride = MemoryLayout<SIMD8<Float>>.stride
        var offset = 0
        let end = count / 32 * 32 * MemoryLayout<Float>.stride
        while offset < end {
            sum0 += load(a, offset) * load(b, offset)
            sum1 += load(a, offset + stride) * load(b, offset + stride)
            sum2 += load(a, offset + 2 * stride) * load(b, offset + 2 * stride)
            sum3 += load(a, offset + 3 * stride) * load(b, offset + 3 * stride)
            offset += 4 * stride
        }
        var sum = ((sum0 + sum1) + (sum2 + sum3)).sum()
        for index in (count / 32 * 32)..<count { sum += left[index] * right[index] }
        return sum
    }

    @inline(__always)
    private static func load(_ pointer: UnsafeRawPointer, _ offset: Int) -> SIMD8<Float> {
        pointer.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
    }

    /// Returns the dot product of two vectors that have the same number of components.
    package static func dot(_ left: [Float], _ right: [Float]) -> Float {
        left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { right in
                guard let first = left.baseAddress, let second = right.baseAddress else { return 0 }
                return dot(first, second, min(left.count, right.count))
            }
        }
    }

    /// Returns the vector scaled to length 1, or `nil` if the vector is empty, zero or not finite.
    package static func normalized(_ vector: [Float]) -> [Float]? {
        // Double precision prevents very large components from overflowing and very small components from vanishing.
        let length = vector.reduce(into: 0.0) { $0 += Double($1) * Double($1) }.squareRoot()
        guard length.isFinite, length > 0 else { return nil }
        return vector.map { Float(Double($0) / length) }
    }
}
