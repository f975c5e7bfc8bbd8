/// Text decoded from bytes. The bytes are UTF-8, begin with a byte-order mark, or have an encoding that is
/// statistically unambiguous.
package struct DecodedText: Sendable, Hashable {
    /// The text, without a byte-order mark.
    package var text: String
    /// The encoding, if it was inferred from the bytes alone. It is `nil` for UTF-8 and for text with a byte-order
    /// mark.
    package var inferred: TextEncoding?

    /// Decodes bytes.
    ///
    /// - Throws: `UndecodableText` if the encoding is uncertain or the text contains NUL characters.
    package init(_ bytes: [UInt8]) throws(UndecodableText) {
        inferred = nil
        if let (encoding, length) = TextEncoding.marked(bytes) {
            guard let text = encoding.text(bytes[length...]) else {
                throw UndecodableText(offset: 0, suggestion: encoding)
            }
            if text.unicodeScalars.contains("\0") {
                throw UndecodableText(offset: length, suggestion: nil, hasNUL: true)
            }
            self.text = text
            return
        }
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        let invalid = UTF8Check.firstInvalidByte(in: bytes)
        let nul = bytes.firstIndex(of: 0)
        if invalid == nil, nul == nil {
            text = String(decoding: content, as: UTF8.self)
            return
        }
        if let encoding = EncodingEvidence.wide(bytes) ?? (nul == nil ? EncodingEvidence.western(bytes) : nil),
            let text = encoding.text(bytes[...])
        {
            (self.text, inferred) = (text, encoding)
            return
        }
        throw UndecodableText(
            offset: min(invalid ?? .max, nul ?? .max),
            suggestion: EncodingGuess.encoding(of: bytes),
            isDamagedUTF8: nul == nil && EncodingGuess.isMostlyUTF8(bytes),
            hasNUL: invalid == nil
        )
    }
}
