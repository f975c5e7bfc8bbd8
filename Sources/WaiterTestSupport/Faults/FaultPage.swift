/// The generator of `docs/faults.md`.
public enum FaultPage {
    /// The page as Markdown.
    public static let markdown: String = {
        let groups = FaultTable.rows.reduce(into: [String]()) { if $0.last != $1.group { $0.append($1.group) } }
        return introduction + groups.map(section).joined()
    }()

    private static let introduction = """
        # Faults

        This page shows how Waiter handles failures of the server, the network and the caller. It is generated
        from the table in `Sources/WaiterTestSupport/Faults`. Tests reproduce each fault in the table with the real
        transport and a loopback server (`FaultMatrixTests`). Faults that have an exit code are also reproduced with the
        compiled `waiter` binary (`FaultCommandTests`). After each fault, the tests verify that the next call succeeds
        on the client's only connection, and that no connection, task or file descriptor has leaked. Every server in the
        table echoes the API key wherever it can. The tests verify that the key never appears in any output
        (`FaultSecretsTests`).

        | column | meaning |
        |---|---|
        | result | the answer, or the code of the error that the caller receives |
        | attempts | the number of attempts with the default limit of two retries |
        | details | what the error contains besides its code, or what the answer contains besides its text |
        | exit | the exit code of `waiter ask`, if the fault can occur in a single short call |

        `waiter ask` prints a partial answer to standard output and the reason to standard error.

        A connection outlives its call only if the call abandoned it during the connection handshake. The HTTP stack
        closes such a connection after one minute, or after the connect timeout if that is longer than a minute.

        """

    private static func section(_ group: String) -> String {
        let rows = FaultTable.rows.filter { $0.group == group }.map(line)
        let head = ["| fault | result | attempts | details | exit |", "|---|---|---|---|---|"]
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
