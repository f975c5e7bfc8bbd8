/// What a person did at a keyboard, as far as a line editor cares.
package enum EditorKey: Hashable, Sendable {
    /// A character that was typed; letters of several scalars arrive one scalar at a time.
    case scalar(Unicode.Scalar)
    /// A control character: the byte 1 for Ctrl-A, 0x7F for Backspace.
    case control(UInt8)
    /// A character typed together with Alt.
    case meta(Unicode.Scalar)
    /// Escape, with nothing behind it.
    case escape
    /// Text that was pasted as a whole; its lines end with line feeds.
    case pasted(String)
    /// Enter together with Shift, Alt or Ctrl, where a terminal tells.
    case newline
    case up, down, left, right, home, end, wordLeft, wordRight
    case delete, deleteWord

    package static let enter = control(0x0D)
    package static let tab = control(0x09)
    package static let backspace = control(0x7F)

    /// Ctrl and a letter.
    package static func ctrl(_ letter: Unicode.Scalar) -> EditorKey {
        control(UInt8(truncatingIfNeeded: letter.value) & 0x1F)
    }
}
