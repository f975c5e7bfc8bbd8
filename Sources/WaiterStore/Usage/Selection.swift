/// A linear-time algorithm that selects a value by its rank.
enum Selection {
    /// Returns the value that would be at the given index if the values were sorted.
    ///
    /// The algorithm is Hoare's quickselect. It moves smaller values before the index, and larger values after it.
    ///
    /// - Parameters:
    ///   - index: The index.
    ///   - values: The values.
    ///   - first: The first index of the range to reorder. All values before this index must be less than or equal to
    ///     the values in the range.
    /// - Returns: The value.
    static func select(_ index: Int, from values: inout [Int64], startingAt first: Int = 0) -> Int64 {
        values.withUnsafeMutableBufferPointer { values in
            var (low, high) = (first, values.count - 1)
            // If the pivots are bad, the range shrinks slowly. After the maximum number of steps, the range is sorted,
            // which limits the running time.
            var steps = 2 * (Int.bitWidth - values.count.leadingZeroBitCount)
            while high - low > 32, steps > 0 {
                steps -= 1
                let pivot = median(values[low], values[low + (high - low) / 2], values[high])
                var (left, right) = (low, high)
                while left <= right {
                    while values[left] < pivot { left += 1 }
                    while values[right] > pivot { right -= 1 }
                    if left > right { break }
                    values.swapAt(left, right)
                    left += 1
                    right -= 1
                }
                if index <= right {
                    high = right
                } else if index >= left {
                    low = left
                } else {
                    return values[index]
                }
            }
            var rest = UnsafeMutableBufferPointer(rebasing: values[low...high])
            rest.sort()
            return values[index]
        }
    }

    private static func median(_ first: Int64, _ second: Int64, _ third: Int64) -> Int64 {
        max(min(first, second), min(max(first, second), third))
    }
}
