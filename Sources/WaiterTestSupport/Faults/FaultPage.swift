/// The generator of `docs/faults.md`.
public enum FaultPage {
    /// The page as Markdown.
    public static let markdown: String = {
        let groups = FaultTable.rows.reduce(into: [String]()) { if $0.last != $1.group { $0.append($1.group) } }
        return introduction + groups.map(section).joined()
    }()

    private static let introduction = """
        # Faults

        What a server, a network or a caller can do wrong, and what comes of it. This page is written from the table in
        `Sources/WaiterTestSupport/Faults`, which the tests play row by row: through the real transport against a server on
        loopback (`FaultMatrixTests`), and through the built `waiter ask` (`FaultCommandTests`). After each row the tests see
        to it that the next call finds its connection, and that no connection, task or descriptor is left. All servers of the
        table echo the API key wherever they can, and no output may show it (`FaultSecretsTests`).

        "Attempts" are those of a client with the default of two retries. "Kept" is what the error holds besides its code, or
        the answer besides its text. The last column is the exit code of `waiter ask`, where one short call can meet the
        fault; what had come of an answer is on standard output, the reason on standard error.

        A connection that was given up while it was being made is the one thing that lives on for a while: the HTTP stack
        closes it after a minute, or after the connect timeout when that is longer.

        """

    private static func section(_ group: String) -> String {
        let rows = FaultTable.rows.filter { $0.group == group }.map(line)
        let head = ["| fault | the caller gets | attempts | kept | exit |", "|---|---|---|---|---|"]
        return "\n## \(group)\n\n" + (head + rows).joined(separator: "\n") + "\n"
    }

    private static func line(_ fault: Fault) -> String {
        let endings = (0..<fault.variants).map(fault.ending)
        let kept = endings.map(\.keepsInWords).max { $0.count < $1.count } ?? []
        let exits = fault.command.map { command in distinct(command.variants.map { "\(command.exit($0))" }) } ?? []
        let cells = [
            fault.name, distinct(endings.map(\.description)).joined(separator: ", or "),
            distinct(endings.map { "\($0.attempts)" }).joined(separator: ", "), kept.joined(separator: ", "),
            exits.joined(separator: ", "),
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    private static func distinct(_ words: [String]) -> [String] {
        words.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}
