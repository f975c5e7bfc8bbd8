/// A JSON parsing error and the position at which it occurred.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Kind: Hashable, Sendable {
        case unexpectedEnd
        case unexpectedByte(UInt8)
        case invalidEscape
        case invalidNumber
        case tooDeep
        /// The values exceed the memory budget, which depends on the size of the document.
        case tooManyValues
        /// The task was cancelled or a deadline expired.
        case interrupted
    }

    package var kind: Kind
    /// The offset in bytes from the start of the document.
    package var offset: Int

    package init(kind: Kind, offset: Int) {
        self.kind = kind
        self.offset = offset
    }

    /// Whether the cause is invalid JSON rather than a memory limit or an interruption.
    package var isSyntax: Bool { kind != .tooManyValues && kind != .interrupted }

    package var description: String {
        switch kind {
        case .unexpectedEnd: "unexpected end of JSON at byte \(offset)"
        case .unexpectedByte(let byte): "unexpected \(Self.name(of: byte)) in JSON at byte \(offset)"
        case .invalidEscape: "invalid escape sequence in JSON at byte \(offset)"
        case .invalidNumber: "invalid number in JSON at byte \(offset)"
        case .tooDeep: "JSON nested deeper than \(JSONReader.maxDepth) levels at byte \(offset)"
        case .tooManyValues: "the JSON contains too many values for its size, at byte \(offset)"
        case .interrupted: "JSON parsing was interrupted at byte \(offset)"
        }
    }

    private static func name(of byte: UInt8) -> String {
        (0x21...0x7E).contains(byte) ? "'\(Character(UnicodeScalar(byte)))'" : "byte \(byte)"
    }
}
