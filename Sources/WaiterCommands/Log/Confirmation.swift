internal import WaiterPlatform
internal import WaiterTerminal

/// Asks somebody at a terminal whether something is to be done that cannot be undone.
enum Confirmation {
    /// Whether the answer begins with a y; everything else, the end of the input as well, is a no.
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
