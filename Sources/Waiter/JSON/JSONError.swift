/// A syntax error in JSON and its position.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        case unexpectedEnd
        case unexpectedByte(UInt8)
        case invalidEscape
        case invalidNumber
        case tooDeep
        /// The values would take more memory than the size of the document allows.
        case tooManyValues
        /// The task was cancelled, or a deadline passed.
        case interrupted
    }

    package var kind: Kind
    /// The offset in bytes from the start of the document.
    package var offset: Int

    package init(kind: Kind, offset: Int) {
        self.kind = kind
        self.offset = offset
    }

    /// Whether the bytes are no JSON, whatever their size.
    package var isSyntax: Bool { kind != .tooManyValues && kind != .interrupted }

    package var description: String {
        switch kind {
        case .unexpectedEnd: "the JSON ends too early, at byte \(offset)"
        case .unexpectedByte(let byte): "the JSON is broken at byte \(offset) (\(Self.name(of: byte)))"
        case .invalidEscape: "the JSON has an invalid escape at byte \(offset)"
        case .invalidNumber: "the JSON has an invalid number at byte \(offset)"
        case .tooDeep: "the JSON is nested deeper than \(JSONReader.maxDepth) at byte \(offset)"
        case .tooManyValues: "the JSON has too many values for its size, at byte \(offset)"
        case .interrupted: "the JSON was not read beyond byte \(offset)"
        }
    }

    private static func name(of byte: UInt8) -> String {
        (0x21...0x7E).contains(byte) ? "'\(Character(UnicodeScalar(byte)))'" : "byte \(byte)"
    }
}
