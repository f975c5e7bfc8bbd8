internal import WaiterTerminal

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The clipboard of whoever sits at the terminal: by a program of the desktop where one is reached, else by the terminal.
struct Clipboard: Sendable {
    /// The most bytes that all terminals take in one sequence (xterm's limit, of which others have a larger one).
    static let terminalLimit = 74_994

    let environment: [String: String]
    let console: Console

    /// Copies a text.
    ///
    /// - Returns: How it was done, in words.
    /// - Throws: `CommandFailure` when there is no way, `CancellationError`.
    func copy(_ text: String) async throws -> String {
        for command in programs {
            var process = ChildProcess(command[0], Array(command.dropFirst()), environment: environment)
            process.timeLimit = .seconds(5)
            do {
                if try await process.run(input: Array(text.utf8), outputLimit: 4096).succeeded { return command[0] }
            } catch is ChildProcess.Failure {
                continue
            }
        }
        guard console.error.isTerminal else {
            throw CommandFailure(.failure, "there is no clipboard here", nextStep: "use /save FILE", kind: "clipboard")
        }
        let base64 = Data(text.utf8).base64EncodedString()
        guard base64.utf8.count <= Self.terminalLimit else {
            throw CommandFailure(
                .failure,
                "the answer is too long for the terminal's clipboard",
                nextStep: "use /save FILE",
                kind: "clipboard"
            )
        }
        // OSC 52, which xterm, iTerm2, kitty, WezTerm, Windows Terminal, tmux and others know, also over SSH.
        try? console.error.write("\u{1B}]52;c;\(base64)\u{07}".utf8)
        return "the terminal, if it allows that"
    }

    /// The programs that may reach the clipboard; from afar only the terminal does.
    private var programs: [[String]] {
        func has(_ name: String) -> Bool { environment[name].map { !$0.isEmpty } ?? false }
        if has("SSH_CONNECTION") || has("SSH_TTY") { return [] }
        #if canImport(Darwin)
            return [["pbcopy"]]
        #else
            let wayland = has("WAYLAND_DISPLAY") ? [["wl-copy"]] : []
            let x11 =
                has("DISPLAY") ? [["xclip", "-selection", "clipboard"], ["xsel", "--clipboard", "--input"]] : []
            return wayland + x11
        #endif
    }
}
