import WaiterTokenizer

/// The reference implementation of the tokenizer: a dictionary, and the lowest merge repeatedly.
struct SlowTokenizer: Sendable {
    let encoding: TokenEncoding
    let pattern: Pattern
    private let ids: [[UInt8]: UInt32]

    init(_ encoding: TokenEncoding, _ pattern: Pattern) {
        self.encoding = encoding
        self.pattern = pattern
        var ids: [[UInt8]: UInt32] = [:]
        ids.reserveCapacity(Int(encoding.idLimit))
        let special = Set(encoding.specialTokens.values)
        for id in 0..<encoding.idLimit where !special.contains(id) {
            if let bytes = encoding.bytes(of: id) { ids[bytes] = id }
        }
        self.ids = ids
    }

    func encode(_ text: String) -> [UInt32] {
        pattern.pieces(text).flatMap { merge(Array($0.utf8)) }
    }

    private func merge(_ piece: [UInt8]) -> [UInt32] {
        if let id = ids[piece] { return [id] }
        var parts = piece.map { [$0] }
        while true {
            let ranks = zip(parts, parts.dropFirst()).map { ids[$0 + $1] ?? .max }
            guard let best = ranks.min(), best < .max, let at = ranks.firstIndex(of: best) else { break }
            parts[at] += parts.remove(at: at + 1)
        }
        return parts.compactMap { ids[$0] }
    }

    static let all = [
        SlowTokenizer(.o200kBase, .o200k),
        SlowTokenizer(.cl100kBase, .cl100k),
        SlowTokenizer(.p50kBase, .r50k),
        SlowTokenizer(.r50kBase, .r50k),
    ]
}
