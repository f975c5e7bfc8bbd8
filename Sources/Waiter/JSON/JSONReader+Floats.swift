internal import WaiterPlatform

/// The error thrown if an array or base64 text cannot be decoded as a vector of finite numbers.
package struct InvalidVector: Error {}

extension JSONReader {
    /// Reads an array of numbers as 32-bit floats, which are computed directly from the digits.
    ///
    /// Numbers are scaled in 64-bit arithmetic and then rounded. For about one in 10^8 numbers, the result differs from
    /// the correctly rounded value. The difference is at most one unit in the last place.
    ///
    /// - Parameter capacity: The expected number of elements.
    /// - Returns: The floats.
    /// - Throws: `InvalidVector` if an element is not a finite number, or `JSONError` if the JSON is invalid.
    package mutating func readFloats(capacity: Int = 0) throws -> [Float] {
        try beginArray()
        var floats: [Float] = []
        floats.reserveCapacity(capacity)
        var first = true
        while try nextElement(first: &first) {
            _ = peek()
            // Count the elements that are left before growing a large array, because growing it temporarily doubles its
            // memory use.
            if floats.count == floats.capacity, floats.count >= Self.countedFloats {
                floats.reserveCapacity(floats.count + remainingFloats())
            }
            floats.append(try readFloat())
        }
        // Copy the array if the expected count was much too high.
        return floats.count < floats.capacity / 2 ? floats.withUnsafeBufferPointer { Array($0) } : floats
    }

    /// The number of elements to read before counting those that are left.
    private static var countedFloats: Int { 1 << 14 }

    /// Returns the number of elements that remain in an array of numbers.
    private func remainingFloats() -> Int {
        let rest = UnsafeBufferPointer(start: cursor, count: end - cursor)
        let length = memchr(cursor, 0x5D, rest.count).map { UnsafeRawPointer($0) - UnsafeRawPointer(cursor) }
        return 1 + rest[..<(length ?? rest.count)].count { $0 == UInt8(ascii: ",") }
    }

    @inline(__always)
    private mutating func readFloat() throws -> Float {
        var ahead = cursor
        let isNegative = ahead < end && ahead.pointee == UInt8(ascii: "-")
        if isNegative { ahead += 1 }
        let digits = ahead
        var mantissa: UInt64 = 0
        Self.readDigits(&ahead, end, &mantissa)
        let whole = ahead - digits
        guard whole > 0, whole == 1 || digits.pointee != UInt8(ascii: "0") else { throw InvalidVector() }
        var fraction = 0
        if ahead < end, ahead.pointee == UInt8(ascii: ".") {
            ahead += 1
            let begin = ahead
            Self.readDigits(&ahead, end, &mantissa)
            fraction = ahead - begin
            guard fraction > 0 else { throw InvalidVector() }
        }
        let hasExponent = ahead < end && ahead.pointee | 0x20 == UInt8(ascii: "e")
        guard whole + fraction <= 19, !hasExponent else { return try readLongFloat() }
        cursor = ahead
        let value = Float(Double(mantissa) * Self.negativePowers[fraction])
        return isNegative ? -value : value
    }

    /// Reads a number that has an exponent or that has more digits than fit in 64 bits.
    private mutating func readLongFloat() throws -> Float {
        guard let number = try readNumber() else { throw InvalidVector() }
        let value: Float =
            switch number {
            case .integer(let value): Float(value)
            case .number(let value): Float(value)
            default: .nan
            }
        guard value.isFinite else { throw InvalidVector() }
        return value
    }

    /// Reads digits, eight at a time if possible. Each group of eight digits requires one multiplication instead of
    /// eight.
    @inline(__always)
    private static func readDigits(
        _ cursor: inout UnsafePointer<UInt8>,
        _ end: UnsafePointer<UInt8>,
        _ value: inout UInt64
    ) {
        while end - cursor >= 8 {
            let word = UnsafeRawPointer(cursor).loadUnaligned(as: UInt64.self).littleEndian
            let low = word &- 0x3030_3030_3030_3030
            guard (low | (low &+ 0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080 == 0 else { break }
            var pairs = low &* 10 &+ (low >> 8)
            pairs =
                ((pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
                    &+ ((pairs >> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001) >> 32
            value = value &* 100_000_000 &+ pairs
            cursor += 8
        }
        while cursor < end, case let digit = cursor.pointee &- 0x30, digit < 10 {
            value = value &* 10 &+ UInt64(digit)
            cursor += 1
        }
    }

    private static let negativePowers: [Double] = [
        1, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-14, 1e-15, 1e-16, 1e-17,
        1e-18, 1e-19,
    ]
}
