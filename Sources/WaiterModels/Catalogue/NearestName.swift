/// Functions that find the closest match for a misspelled name.
package enum NearestName {
    /// Returns the name with the smallest edit distance, or `nil` if no distance is small enough. If several names have
    /// the smallest distance, the first of them is returned.
    package static func find(_ name: String, in names: some Sequence<String>) -> String? {
        let limit = max(2, name.count / 3)
        let scored = names.map { (name: $0, distance: distance(name.lowercased(), $0.lowercased())) }
        return scored.filter { $0.distance <= limit }.min { $0.distance < $1.distance }?.name
    }

    /// Returns the number of insertions, deletions, substitutions and transpositions (restricted Damerau–Levenshtein
    /// distance).
    package static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left.unicodeScalars.prefix(128)), Array(right.unicodeScalars.prefix(128)))
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for (row, character) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var best = min(last[column + 1] + 1, current[column] + 1, last[column] + (character == other ? 0 : 1))
                if row > 0, column > 0, character == right[column - 1], left[row - 1] == other {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
