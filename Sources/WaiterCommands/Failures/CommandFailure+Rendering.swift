package import Waiter
internal import WaiterTerminal

extension CommandFailure {
    /// The error text. The first line has the format `waiter: what failed (where); next step`. The server's message and
    /// the request ID follow on indented lines.
    package var text: String {
        var line = "waiter: \(what)"
        if let place { line += " (\(place))" }
        if let nextStep { line += "; \(nextStep)" }
        var lines = [TerminalText.line(line)]
        if let details {
            lines += details.split(whereSeparator: \.isNewline).prefix(20).map { "  " + TerminalText.safe(String($0)) }
        }
        if let requestID { lines.append("  request id: \(TerminalText.line(requestID))") }
        return lines.joined(separator: "\n")
    }

    /// The JSON object written to standard error with `--json`.
    package var json: JSONValue {
        var message = what
        if let place { message += " (\(place))" }
        if let nextStep { message += "; \(nextStep)" }
        if let details { message += "\n" + details }
        return [
            "error": [
                "kind": .string(kind),
                "message": .string(message),
                "status": httpStatus.map { .integer(Int64($0)) } ?? .null,
                "request_id": requestID.map { .string($0) } ?? .null,
                "retry_after": retryAfter.map { .number($0 / .seconds(1)) } ?? .null,
                "exit": .integer(Int64(status.rawValue)),
            ]
        ]
    }
}
