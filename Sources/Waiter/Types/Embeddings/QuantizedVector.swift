/// A vector whose components are approximated by 8-bit integers with a common scale.
package struct QuantizedVector {
    /// The factor that converts the codes back to components.
    package let scale: Float
    /// The codes of the components, from -127 to 127.
    package let codes: [Int8]

    /// Quantizes finite components.
    package init(_ vector: [Float]) {
        let largest = vector.reduce(Float(0)) { max($0, abs($1)) }
        guard largest > 0 else {
            (scale, codes) = (0, [Int8](repeating: 0, count: vector.count))
            return
        }
        let factor = 127 / largest
        scale = largest / 127
        codes = vector.map { Int8(max(-127, min(127, ($0 * factor).rounded()))) }
    }

    /// Returns the Euclidean distance between the approximation and a vector with the same number of components.
    package func distance(to vector: [Float]) -> Float { Self.distance(codes, scale, vector) }

    private static func distance(_ codes: [some BinaryInteger], _ scale: Float, _ vector: [Float]) -> Float {
        let squares = zip(codes, vector).reduce(into: 0.0) { sum, pair in
            let difference = Double(pair.1) - Double(scale) * Double(pair.0)
            sum += difference * difference
        }
        return Float(squares.squareRoot())
    }

    /// A search vector, which is compared with quantized vectors. Each search has only one search vector, so its codes
    /// can be larger and more precise.
    package struct Query {
        /// The Euclidean distance between the vector and its approximation.
        package let error: Float
        private let scale: Float
        private let count: Int
        /// The codes. In each group of 16, the codes with even indexes come first.
        private let codes: [Int16]

        /// Quantizes finite components.
        package init(_ vector: [Float]) {
            // The codes are limited so that a sum of products does not overflow a 32-bit integer.
            let most = Float(min(2047, Int(Int32.max) / (127 * max(1, vector.count))))
            let largest = vector.reduce(Float(0)) { max($0, abs($1)) }
            let scale = largest > 0 ? largest / most : 0
            let factor = largest > 0 ? most / largest : 0
            let plain = vector.map { Int16(($0 * factor).rounded()) }
            error = QuantizedVector.distance(plain, scale, vector)
            self.scale = scale
            count = vector.count
            codes = Self.separated(plain)
        }

        /// Returns the codes in the order that the `codes` property uses.
        private static func separated(_ plain: [Int16]) -> [Int16] {
            let end = plain.count / 16 * 16
            var codes: [Int16] = []
            codes.reserveCapacity(plain.count)
            for start in stride(from: 0, to: end, by: 16) {
                for index in stride(from: start, to: start + 16, by: 2) { codes.append(plain[index]) }
                for index in stride(from: start + 1, to: start + 16, by: 2) { codes.append(plain[index]) }
            }
            return codes + plain[end...]
        }

        /// Returns the dot product of this vector and the codes of another vector. The scale of the other vector is not
        /// applied.
        ///
        /// Two adjacent 8-bit codes are loaded as one 16-bit integer. Because all supported processors are
        /// little-endian, shifts can extract the codes with even and odd indexes from this integer. This method takes
        /// two thirds as long as a plain loop that widens each code to 32 bits.
        package func product(_ other: UnsafePointer<Int8>) -> Float {
            codes.withUnsafeBufferPointer { codes in
                guard let first = codes.baseAddress else { return 0 }
                let (query, bytes) = (UnsafeRawPointer(first), UnsafeRawPointer(other))
                let end = count / 16 * 16
                var (even, odd) = (SIMD4<Int32>(), SIMD4<Int32>())
                var offset = 0
                while offset < end {
                    let pairs = bytes.loadUnaligned(fromByteOffset: offset, as: SIMD8<Int16>.self)
                    let evens = query.loadUnaligned(fromByteOffset: offset &* 2, as: SIMD8<Int16>.self)
                    let odds = query.loadUnaligned(fromByteOffset: offset &* 2 &+ 16, as: SIMD8<Int16>.self)
                    even &+= Self.sums((pairs &<< 8) &>> 8, evens)
                    odd &+= Self.sums(pairs &>> 8, odds)
                    offset &+= 16
                }
                var sum = (even &+ odd).wrappedSum()
                for index in end..<count { sum &+= Int32(codes[index]) &* Int32(other[index]) }
                return Float(sum) * scale
            }
        }

        /// Returns the sums of the products of adjacent lanes. Processors have an instruction for this operation.
        @inline(__always)
        private static func sums(_ left: SIMD8<Int16>, _ right: SIMD8<Int16>) -> SIMD4<Int32> {
            let products = SIMD8<Int32>(truncatingIfNeeded: left) &* SIMD8<Int32>(truncatingIfNeeded: right)
            return products.evenHalf &+ products.oddHalf
        }
    }
}
