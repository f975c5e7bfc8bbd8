/// A decoder that turns the bytes of terminal input into keys. The result does not depend on how the bytes are split
/// into reads.
///
/// The decoder performs no I/O and has no clock. The caller calls `timeOut()` if no more bytes arrive in time.
package struct KeyDecoder: Sendable {
    private enum State: Sendable {
        case ground
        /// The decoder has read ESC.
        case escape
        /// The decoder has read ESC O.
        case singleShift
        /// The decoder is inside a sequence that began with ESC [.
        case sequence
        /// The decoder is skipping the given number of bytes in an unsupported sequence.
        case swallowing(Int)
        /// The decoder is inside a control string from the terminal. The string is terminated by BEL or ST.
        case string
        case paste
    }

    private static let longestParameters = 64
    private static let pasteEnd = Array("\u{1B}[201~".utf8)

    private var state = State.ground
    private var assembler = ScalarAssembler()
    private var isMeta = false
    private var parameters: [UInt8] = []
    private var paste: [UInt8] = []
    private var keys: [EditorKey] = []

    package init() {}

    /// Whether the input ends inside a sequence that the next byte could continue.
    package var isWaiting: Bool {
        switch state {
        case .ground, .paste: false
        default: true
        }
    }

    /// Decodes bytes and returns the completed keys.
    package mutating func feed(_ bytes: some Sequence<UInt8>) -> [EditorKey] {
        for byte in bytes { take(byte) }
        defer { keys = [] }
        return keys
    }

    /// Ends a pending sequence after a timeout. A lone ESC becomes the Escape key. Any other pending sequence is
    /// discarded.
    package mutating func timeOut() -> [EditorKey] {
        guard isWaiting else { return [] }
        defer { state = .ground }
        if case .escape = state { return [.escape] }
        return []
    }

    private mutating func take(_ byte: UInt8) {
        switch state {
        case .ground: takeText(byte)
        case .escape: takeAfterEscape(byte)
        case .singleShift: takeAfterSingleShift(byte)
        case .sequence: takeInSequence(byte)
        case .swallowing(let count): state = count > 1 ? .swallowing(count - 1) : .ground
        case .string: takeInString(byte)
        case .paste: takePasted(byte)
        }
    }

    private mutating func takeText(_ byte: UInt8) {
        if assembler.isPending, !assembler.accepts(byte) {
            assembler.drop()
            emit("\u{FFFD}")
        }
        switch byte {
        case 0x1B: state = .escape
        case 0..<0x20, 0x7F: keys.append(.control(byte))
        default: assembler.add(byte).map { emit($0) }
        }
    }

    private mutating func emit(_ scalar: Unicode.Scalar) {
        keys.append(isMeta ? .meta(scalar) : .scalar(scalar))
        isMeta = false
    }

    private mutating func takeAfterEscape(_ byte: UInt8) {
        state = .ground
        switch byte {
        case 0x1B:
            keys.append(.escape)
            state = .escape
        case UInt8(ascii: "["):
            parameters = []
            state = .sequence
        case UInt8(ascii: "O"): state = .singleShift
        // These bytes start the control strings that a terminal sends: OSC, DCS, SOS, PM and APC.
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
            state = .string
        case 0..<0x80: keys.append(.meta(Unicode.Scalar(byte)))
        default:
            isMeta = true
            takeText(byte)
        }
    }

    private mutating func takeAfterSingleShift(_ byte: UInt8) {
        state = .ground
        guard 0x20..<0x7F ~= byte else { return takeText(byte) }
        if let key = KeySequence.singleShift(byte) { keys.append(key) }
    }

    private mutating func takeInSequence(_ byte: UInt8) {
        switch byte {
        case 0x20...0x3F:
            if parameters.count < Self.longestParameters { parameters.append(byte) }
        case UInt8(ascii: "[") where parameters.isEmpty:
            // This is a function key on the Linux console. Its sequence has one more byte.
            state = .swallowing(1)
        case UInt8(ascii: "M") where parameters.isEmpty:
            // This is a mouse report (button, column, row). Another program has left mouse reporting enabled.
            state = .swallowing(3)
        case 0x40...0x7E:
            state = .ground
            if byte == UInt8(ascii: "~"), parameters == Array("200".utf8) {
                paste = []
                state = .paste
            } else if let key = KeySequence.key(parameters, final: byte) {
                keys.append(key)
            }
        default:
            state = .ground
            takeText(byte)
        }
    }

    private mutating func takeInString(_ byte: UInt8) {
        switch byte {
        // BEL terminates the string, and CAN and SUB cancel it.
        case 0x07, 0x18, 0x1A: state = .ground
        // This is the first byte of ST. The second byte is skipped.
        case 0x1B: state = .swallowing(1)
        // Terminals never send these bytes within a control string. The user must have pressed Alt and a character
        // that starts a control string when it follows ESC.
        case 0x03, 0x0A, 0x0D:
            state = .ground
            takeText(byte)
        default: break
        }
    }

    private mutating func takePasted(_ byte: UInt8) {
        paste.append(byte)
        guard byte == UInt8(ascii: "~"), paste.suffix(Self.pasteEnd.count) == Self.pasteEnd[...] else { return }
        let text = String(decoding: paste.dropLast(Self.pasteEnd.count), as: UTF8.self)
        (state, paste) = (.ground, [])
        keys.append(.pasted(EditBuffer.withLineFeeds(text)))
    }
}
