internal import ArgumentParser
package import Waiter
package import WaiterTerminal

/// The form of a command's result: text for people, or JSON with `--json`.
package struct Output: ParsableArguments {
    @Flag(help: "Write JSON.")
    package var json = false

    package init() {}

    /// Writes a value to standard output as JSON; a terminal gets it without control characters.
    ///
    /// - Parameter isCompact: Whether it goes on a single line.
    package static func write(
        _ value: JSONValue,
        to console: Console,
        isCompact: Bool = false
    ) throws(StandardStream.Failure) {
        try console.writeForeign((isCompact ? value.jsonText : value.prettyJSONText) + "\n")
    }
}
