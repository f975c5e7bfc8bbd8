internal import WaiterTerminal

/// Writes binary data to standard output, but never to a terminal, because the data could change the terminal's state.
enum BinaryOutput {
    /// Checks that standard output is not a terminal. The check runs before a call that costs money or time.
    ///
    /// - Parameters:
    ///   - console: The console whose standard output is checked.
    ///   - option: The option that saves the data to a file.
    /// - Throws: `CommandFailure` if standard output is a terminal. The failure suggests the option.
    static func check(_ console: Console, orSaveWith option: String) throws {
        guard console.output.isTerminal else { return }
        throw CommandFailure.usage(
            "binary data is not written to a terminal",
            nextStep: "save it with \(option), or redirect standard output to a file"
        )
    }

    /// Writes the bytes unchanged.
    ///
    /// - Throws: `StandardStream.Failure`.
    static func write(_ bytes: some Sequence<UInt8>, to console: Console) throws(StandardStream.Failure) {
        console.stopSpinner()
        try console.output.write(bytes)
    }
}
