/// A vector whose components are approximated by 8-bit integers with a common scale.
struct QuantizedVector {
    /// The factor that converts the codes back to components.
    let scale: Float
    let codes: [Int8]

    /// Quantizes finite components.
    init(_ vector: [Float]) {
        let largest = vector.reduce(Float(0)) { max($0, abs($1)) }
        guard largest > 0 else {
            (scale, codes) = (0, [Int8](repeating: 0, count: vector.count))
            return
        }
        let factor = 127 / largest
        scale = largest / 127
        codes = vector.map { Int8(max(-127, min(127, ($0 * factor).rounded()))) }
    }

    /// A vector to compare with quantized ones, with more precise codes, since there is only one of it.
    struct Query {
        let scale: Float
        let codes: [Int16]

        init(_ vector: [Float]) {
            // A sum of products must not overflow 32 bits.
            let most = Float(min(2047, Int(Int32.max) / (127 * max(1, vector.count))))
            let largest = vector.reduce(Float(0)) { max($0, abs($1)) }
            scale = largest > 0 ? largest / most : 0
            let factor = largest > 0 ? most / largest : 0
            codes = vector.map { Int16(($0 * factor).rounded()) }
        }

        /// Returns the product with the codes of a vector, without its scale.
        ///
        /// The compiler vectorizes this loop; versions with explicit SIMD types took about twice as long.
        func product(_ other: UnsafePointer<Int8>) -> Float {
            codes.withUnsafeBufferPointer { codes in
                var sum: Int32 = 0
                for index in codes.indices { sum &+= Int32(codes[index]) &* Int32(other[index]) }
                return Float(sum) * scale
            }
        }
    }
}
