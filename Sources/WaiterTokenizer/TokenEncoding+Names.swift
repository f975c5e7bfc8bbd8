extension TokenEncoding {
    /// Returns the encoding with the given name.
    ///
    /// `gpt2` is an alias for `r50k_base`. Names are case-insensitive, and `-` can be used instead of `_`.
    ///
    /// - Throws: `TokenizerError` with code `unknownEncoding` and the nearest names.
    public static func named(_ name: String) throws(TokenizerError) -> TokenEncoding {
        let plain = name.lowercased().split(separator: "-", omittingEmptySubsequences: false).joined(separator: "_")
        if plain == "gpt2" || plain == "gpt_2" { return r50kBase }
        if let known = EncodingName(rawValue: plain) { return known.encoding }
        throw .unknownEncoding(name, nearest: nearest(plain, among: EncodingName.allCases.map(\.rawValue)))
    }

    /// Returns the known names with the smallest edit distance to the given name.
    static func nearest(_ name: String, among names: [String], count: Int = 3) -> [String] {
        let distances = names.map { ($0, editDistance(Array(name.utf8.prefix(64)), Array($0.utf8))) }
        return distances.sorted { $0.1 < $1.1 }.prefix(count).map(\.0)
    }

    private static func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var row = Array(0...b.count)
        for (i, x) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, y) in b.enumerated() {
                let replaced = diagonal + (x == y ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
            }
        }
        return row[b.count]
    }
}
