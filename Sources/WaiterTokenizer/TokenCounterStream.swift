/// Counts the tokens of a text that comes in pieces, cut anywhere, as if it had come as a whole.
///
/// It keeps only what is not yet certain: the last, unfinished piece of text between two cuts. That is short in every
/// ordinary text; an unbroken run, as of a million equal letters, is kept until it ends.
///
///     var counter = TokenCounterStream(.o200kBase)
///     while let chunk = try file.read() { try counter.append(chunk) }
///     let count = try counter.finish()
public struct TokenCounterStream: Sendable {
    private let encoding: Encoding
    private var pending: [UInt8] = []
    /// How many bytes were counted and forgotten.
    private var forgotten = 0
    /// How many of the pending bytes were looked at in vain.
    private var checked = 0
    /// How many tokens are certain so far.
    public private(set) var tokens = 0

    /// Begins a text.
    public init(_ encoding: Encoding) {
        self.encoding = encoding
    }

    /// Adds bytes; throws `invalidUTF8` with the offset in the whole text.
    public mutating func append(_ bytes: UnsafeRawBufferPointer) throws(TokenizerError) {
        // A large piece is cut, so that no more than that is kept twice.
        var rest = bytes
        while !rest.isEmpty {
            pending.append(contentsOf: rest.prefix(1 << 18))
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(1 << 18))
            if pending.count >= 2 * checked + (1 << 12) { try consume() }
        }
    }

    /// Adds bytes; throws `invalidUTF8` with the offset in the whole text.
    public mutating func append(_ bytes: [UInt8]) throws(TokenizerError) {
        try bytes.withUnsafeBytes { buffer in Result { () throws(TokenizerError) in try append(buffer) } }.get()
    }

    /// Adds text.
    public mutating func append(_ text: String) throws(TokenizerError) {
        try append(Array(text.utf8))
    }

    /// The number of tokens of all that came; throws when the end cuts a character off. The stream is empty then.
    public mutating func finish() throws(TokenizerError) -> Int {
        try check(pending.count)
        let total = tokens + pending.withUnsafeBytes { encoding.core.count($0) }
        self = TokenCounterStream(encoding)
        return total
    }

    private mutating func consume() throws(TokenizerError) {
        let unfinished = pending.withUnsafeBytes(UTF8Check.unfinished)
        let whole = pending.count - unfinished
        try check(whole)
        let (count, end) = pending.withUnsafeBytes { bytes in
            let end = SafeCut.last(in: UnsafeRawBufferPointer(rebasing: bytes[..<whole]), after: checked)
            return (encoding.core.count(UnsafeRawBufferPointer(rebasing: bytes[..<end])), end)
        }
        tokens += count
        forgotten += end
        pending.removeFirst(end)
        checked = pending.count
    }

    private func check(_ count: Int) throws(TokenizerError) {
        let wrong = pending.withUnsafeBytes { UTF8Check.firstInvalid(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        if let wrong { throw .invalidUTF8(offset: forgotten + wrong) }
    }
}
