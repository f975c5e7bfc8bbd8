/// A key press or a paste, as recognized by the line editor.
package enum EditorKey: Hashable, Sendable {
    /// A typed scalar. A character that consists of several scalars arrives one scalar at a time.
    case scalar(Unicode.Scalar)
    /// A control character, such as 1 for Ctrl-A or 0x7F for Backspace.
    case control(UInt8)
    /// A character typed with Alt held down.
    case meta(Unicode.Scalar)
    /// The Escape key on its own.
    case escape
    /// Pasted text, with line feeds as line endings.
    case pasted(String)
    /// Enter pressed with Shift, Alt or Ctrl, on terminals that report modifiers.
    case newline
    case up, down, left, right, home, end, wordLeft, wordRight
    case delete, deleteWord

    package static let enter = control(0x0D)
    package static let tab = control(0x09)
    package static let backspace = control(0x7F)

    /// Returns the control character for Ctrl and a letter.
    package static func ctrl(_ letter: Unicode.Scalar) -> EditorKey {
        control(UInt8(truncatingIfNeeded: letter.value) & 0x1F)
    }
}
