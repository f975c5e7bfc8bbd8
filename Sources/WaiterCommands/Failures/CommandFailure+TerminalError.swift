internal import WaiterPlatform
package import WaiterTerminal

extension CommandFailure {
    /// Creates the failure for an error that occurred while reading from the terminal or from standard input.
    package init(_ error: TerminalError) {
        self =
            switch error {
            case .unavailable(let number):
                .usage("cannot read from the terminal (\(systemMessage(number)))", nextStep: "pipe the text in instead")
            case .unreadable(let number): .usage("cannot read standard input (\(systemMessage(number)))")
            case .unwritable: CommandFailure(.failure, "cannot write to the terminal", kind: "terminal")
            case .lineTooLong(let line): .usage("line \(line) of standard input is longer than 256 MiB")
            case .invalidUTF8(let line, let byte):
                .usage(
                    "line \(line) of standard input contains invalid UTF-8 (at byte \(byte))",
                    nextStep: "convert it, for example with: iconv -f latin1 -t utf-8"
                )
            }
    }
}
