/// A kind of key with a recognizable prefix, such as `ghp_` followed by 36 letters and digits.
package struct KeyShape: KeyDetector, Hashable {
    /// A component of a key.
    package enum Part: Sendable, Hashable {
        /// A maximal run of characters of the given classes, with a length in the given range.
        case run(ByteSet, ClosedRange<Int>)
        case literal([UInt8])
    }

    package var kind: String
    package var prefix: [UInt8]
    package var parts: [Part]
    package var demands: KeyDemands

    package init(_ kind: String, _ prefix: String, _ parts: [Part], _ demands: KeyDemands = []) {
        self.kind = kind
        self.prefix = Array(prefix.utf8)
        self.parts = parts
        self.demands = demands
    }

    package var lead: [UInt8] { prefix }

    package func match(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> KeyMatch? {
        guard Self.isWordStart(text, start), Self.has(prefix, in: text, at: start) else { return nil }
        let bodyStart = start + prefix.count
        var end = bodyStart
        var kinds = ByteSet()
        for part in parts {
            switch part {
            case .literal(let bytes):
                guard Self.has(bytes, in: text, at: end) else { return nil }
                end += bytes.count
            case .run(let set, let lengths):
                let runStart = end
                let limit = min(text.count, runStart + lengths.upperBound + 1)
                while end < limit, set.contains(byte: text[end]) { end += 1 }
                guard lengths.contains(end - runStart) else { return nil }
                kinds.formUnion(set)
            }
        }
        // If another letter follows 32 hexadecimal digits, the digits are part of a longer word.
        if end < text.count, ByteSet.alphanumeric.contains(byte: text[end]) { return nil }
        let body = UnsafeBufferPointer(rebasing: text[bodyStart..<end])
        guard demands.areMet(by: body, of: kinds) else { return nil }
        return KeyMatch(kind: kind, range: start..<end)
    }

    private static func has(_ bytes: [UInt8], in text: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        guard text.count - start >= bytes.count else { return false }
        for offset in bytes.indices where text[start + offset] != bytes[offset] { return false }
        return true
    }
}
