internal import WaiterLocal
internal import WaiterPlatform
internal import WaiterTerminal

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The clipboard of the user's terminal session.
///
/// Text is copied by a desktop clipboard program if one is available and works. If there is no such program, the text
/// is copied through the terminal, provided that the user has agreed to this. Copying through the terminal also works
/// over SSH.
struct Clipboard: Sendable {
    /// The maximum length, in bytes, of an escape sequence that all terminals accept.
    ///
    /// The value is the limit of xterm. Other terminals accept longer sequences.
    static let terminalLimit = 74_994

    private let environment: [String: String]
    private let console: Console
    /// The file that stores the user's choice about copying through the terminal.
    private let choiceFile: String?

    init(_ context: CommandContext) {
        (environment, console) = (context.environment, context.console)
        choiceFile = context.directories().clipboardChoice
    }

    /// Copies text to the clipboard.
    ///
    /// - Parameters:
    ///   - text: The text to copy.
    ///   - byTerminal: Whether to use the terminal even if the user has not agreed to this before.
    /// - Returns: A description of the method that was used, or `nil` if the user must first be asked for permission to
    ///   copy through the terminal.
    /// - Throws: `CommandFailure` if no method is available, or `CancellationError`.
    func copy(_ text: String, byTerminal: Bool) async throws -> String? {
        if !byTerminal, let program = try await copyByProgram(text) { return program }
        guard console.error.isTerminal else {
            throw CommandFailure(.failure, "no clipboard available", nextStep: "use /save FILE", kind: "clipboard")
        }
        if !byTerminal {
            guard let usesTerminal else { return nil }
            guard usesTerminal else {
                throw CommandFailure(
                    .failure,
                    "no working clipboard program found",
                    nextStep: "use /save FILE, or /copy! to copy through the terminal",
                    kind: "clipboard"
                )
            }
        }
        let base64 = Data(text.utf8).base64EncodedString()
        guard base64.utf8.count <= Self.terminalLimit else {
            throw CommandFailure(
                .failure,
                "the answer is too long to copy through the terminal",
                nextStep: "use /save FILE",
                kind: "clipboard"
            )
        }
        // OSC 52 is supported by xterm, iTerm2, kitty, WezTerm, Windows Terminal, tmux and others, even over SSH.
        console.sayPart("\u{1B}]52;c;\(base64)\u{07}")
        if byTerminal { remember(usesTerminal: true) }
        return "through the terminal, if it supports this"
    }

    private func copyByProgram(_ text: String) async throws -> String? {
        for command in programs {
            let display: Set<String> = ["DISPLAY", "XAUTHORITY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"]
            let environment = ChildEnvironment.basic(environment, adding: display)
            var process = ChildProcess(command[0], Array(command.dropFirst()), environment: environment)
            process.timeLimit = .seconds(5)
            do {
                if try await process.run(input: Array(text.utf8), outputLimit: 4096).succeeded { return command[0] }
            } catch is ChildProcess.Failure {
                continue
            }
        }
        return nil
    }

    /// The clipboard programs to try. Over SSH, the array is empty, because only the terminal has access to the user's
    /// clipboard.
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

    // MARK: Stored choice

    private static let (terminal, none) = ("terminal", "none")

    /// Whether the user allows copying through the terminal, or `nil` if the user has not been asked.
    private var usesTerminal: Bool? {
        guard let choiceFile, let bytes = try? PrivateFile.read(choiceFile) else { return nil }
        switch String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).first {
        case Self.terminal[...]?: return true
        case Self.none[...]?: return false
        default: return nil
        }
    }

    /// Stores the user's choice about copying through the terminal.
    ///
    /// If the choice cannot be stored, the user will be asked again next time.
    func remember(usesTerminal: Bool) {
        guard let choiceFile else { return }
        let word = usesTerminal ? Self.terminal : Self.none
        do {
            if let folder = FileSystem.parent(of: choiceFile) { try PrivateFile.createDirectory(folder) }
            try PrivateFile.replace(choiceFile, with: Array("\(word)\n".utf8))
        } catch {
            // The user will be asked again next time.
        }
    }
}
