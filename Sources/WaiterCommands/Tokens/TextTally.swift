internal import WaiterPlatform
internal import WaiterTerminal
internal import WaiterTokenizer

/// Counts the tokens in files, reading them in chunks.
struct TextTally {
    let encoding: TokenEncoding
    /// Whether invalid UTF-8 is repaired.
    let isLossy: Bool
    let console: Console
    let clock: CommandClock

    struct Count {
        var tokens: Int
        var bytes: Int64
    }

    /// Counts the tokens and bytes in a source.
    ///
    /// - Throws: `CommandFailure` for a source that cannot be read or is not UTF-8, or `CancellationError`.
    func count(_ source: ByteSource) throws -> Count {
        var stream = TokenCounterStream(encoding)
        var repair = UTF8Repair()
        var bytes: Int64 = 0
        let start = clock.now()
        let progress = ProgressLine(console, now: clock.now)
        defer { progress.end() }
        let onSilence = { [console] in Self.mentionSilence(console) }
        do {
            try source.read(onSilence: onSilence) { piece, total in
                if isLossy { try stream.append(repair.repaired(piece)) } else { try stream.append(piece) }
                bytes += Int64(piece.count)
                // Progress is shown only if counting takes longer than a second. If the total size is unknown, as for a
                // pipe, the number of bytes counted so far is shown.
                if console.showsChangingLines, clock.now() - start > .seconds(1) {
                    let words = total == nil ? ": \(ByteCount.formatted(bytes))" : ""
                    progress.show("counting \(TerminalText.line(source.name))\(words)", completed: bytes, total: total)
                }
            }
            if isLossy { try stream.append(repair.finish()) }
            return Count(tokens: try stream.finish(), bytes: bytes)
        } catch let error as TokenizerError {
            throw Self.failure(error, source.name)
        }
    }

    static func mentionSilence(_ console: Console) {
        console.notice("waiter: waiting for standard input (end it with Ctrl-D)")
    }

    static func failure(_ error: TokenizerError, _ name: String) -> CommandFailure {
        guard error.code == .invalidUTF8, let offset = error.offset else { return CommandFailure.usage(error.message) }
        return .usage(
            "\(name) contains invalid UTF-8 (at byte \(offset))",
            nextStep: "replace the invalid bytes with --lossy, or convert it, for example with: "
                + "iconv -f WINDOWS-1252 -t UTF-8"
        )
    }
}
