internal import ArgumentParser
package import Waiter
package import WaiterTerminal

/// The output format of a command: text, or JSON with `--json`.
package struct Output: ParsableArguments {
    @Flag(help: "Print JSON.")
    package var json = false

    package init() {}

    /// Writes a value to standard output as JSON. Control characters are never written to a terminal.
    ///
    /// - Parameters:
    ///   - value: The value to write.
    ///   - console: The console to write to.
    ///   - isCompact: Whether to write the value on a single line.
    /// - Throws: `StandardStream.Failure`.
    package static func write(
        _ value: JSONValue,
        to console: Console,
        isCompact: Bool = false
    ) throws(StandardStream.Failure) {
        try console.writeForeign((isCompact ? value.jsonText : value.prettyJSONText) + "\n")
    }
}
