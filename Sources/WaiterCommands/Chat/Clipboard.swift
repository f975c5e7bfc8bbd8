#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The clipboard, reached through the terminal, which may be on another machine.
struct Clipboard {
    let console: Console

    /// What a terminal takes of such a text at least, in bytes.
    private static let limit = 74_994

    /// Copies a text, by the sequence OSC 52 of xterm, which most terminals know.
    ///
    /// - Returns: What was done, in words.
    /// - Throws: `CommandFailure` without a terminal, or for a text that is too long for one.
    func copy(_ text: String) throws -> String {
        guard console.error.isTerminal else { throw CommandFailure.usage("there is no terminal to copy with") }
        guard text.utf8.count <= Self.limit else {
            throw CommandFailure.usage("the answer is too long for the clipboard of a terminal", nextStep: "/save FILE")
        }
        try? console.error.write("\u{1B}]52;c;\(Data(text.utf8).base64EncodedString())\u{7}".utf8)
        return "copied, if this terminal lets programs do so"
    }
}
