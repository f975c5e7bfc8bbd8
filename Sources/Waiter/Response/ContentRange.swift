/// The range of a partial response, such as `bytes 100-199/1000` (RFC 9110, section 14.4).
struct ContentRange: Hashable {
    /// The position of the first byte.
    let first: Int
    /// The position of the last byte.
    let last: Int
    /// The size of the whole content, or `nil` if the server reported it as unknown.
    let total: Int?

    /// Parses a `Content-Range` field, or returns `nil` if its unit is not bytes or the range is unsatisfied.
    init?(_ text: String) {
        let parts = text.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bytes" else { return nil }
        let sides = parts[1].split(separator: "/", omittingEmptySubsequences: false)
        guard sides.count == 2 else { return nil }
        let bounds = sides[0].split(separator: "-", omittingEmptySubsequences: false)
        guard bounds.count == 2, let first = Int(bounds[0]), let last = Int(bounds[1]), 0 <= first, first <= last else {
            return nil
        }
        self.first = first
        self.last = last
        total = Int(sides[1])
    }
}
