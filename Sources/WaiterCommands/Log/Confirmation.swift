internal import WaiterPlatform
internal import WaiterTerminal

/// Asks the user on a terminal to confirm an irreversible action.
enum Confirmation {
    /// Returns whether the reply starts with a y; anything else, including the end of input, means no.
    ///
    /// - Throws: `CancellationError`.
    static func ask(_ question: String, _ console: Console) throws -> Bool {
        try? console.error.write((TerminalText.line(question) + " [y/N] ").utf8)
        var line: [UInt8] = []
        var byte: UInt8 = 0
        while true {
            try Task.checkCancellation()
            var poller = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            guard poll(&poller, 1, 100) > 0 else { continue }
            guard read(STDIN_FILENO, &byte, 1) > 0 else { break }
            if byte == 0x0A || byte == 0x0D { break }
            line.append(byte)
        }
        return [UInt8(ascii: "y"), UInt8(ascii: "Y")].contains(line.first { $0 != 0x20 })
    }
}
