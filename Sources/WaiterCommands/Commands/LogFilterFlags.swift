package import ArgumentParser
package import WaiterStore

/// Flags that filter conversations.
package struct LogFilterFlags: ParsableArguments {
    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Show at most this many results; 0 shows all.", valueName: "count")
    )
    package var limit = 20

    /// A former spelling of `--limit`, kept for compatibility.
    ///
    /// In other commands, `-n` means `--no-log`.
    @Option(name: .customShort("n"), parsing: .unconditional, help: .hidden)
    package var count: Int?

    @Option(name: .shortAndLong, help: "Show only conversations whose model name contains this text.")
    package var model: String?

    @Option(
        help: ArgumentHelp(
            """
            Show only conversations used since this time, such as 2026-11-01, '2026-11-01 10:30', today, yesterday, \
            12h, 7d or 2w.
            """,
            valueName: "date"
        )
    )
    package var since: String?

    @Option(help: ArgumentHelp("Show only conversations that an application stored for this user.", valueName: "name"))
    package var owner: String?

    @Option(
        help: ArgumentHelp("Show only conversations with this metadata value (repeatable).", valueName: "key=value")
    )
    package var metadata: [String] = []

    package init() {}

    package func validate() throws {
        if let wrong = metadata.first(where: { !$0.contains("=") }) {
            throw ValidationError("--metadata expects key=value, not '\(wrong)'")
        }
        if (count ?? limit) < 0 { throw ValidationError("--limit must be at least 0") }
    }

    /// Returns the filter that the flags describe.
    ///
    /// - Parameter clock: The clock for relative dates.
    /// - Returns: The filter.
    /// - Throws: `CommandFailure` for an invalid date.
    package func filter(_ clock: CommandClock) throws -> ConversationFilter {
        let limit = count ?? limit
        return ConversationFilter(
            limit: limit == 0 ? nil : limit,
            model: model,
            since: try since.map { try LogDate.required($0, option: "--since", now: clock.date()) },
            owner: owner,
            metadata: Dictionary(
                metadata.map { pair in
                    let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                    return (String(parts[0]), String(parts[1]))
                },
                uniquingKeysWith: { $1 }
            )
        )
    }
}
