internal import Waiter
internal import WaiterTerminal

/// Shows tool calls on standard error.
package struct ToolReport: Sendable {
    let console: Console
    let consent: ToolConsent
    /// The program or server of each tool, keyed by the name of the tool.
    let origins: [String: String]

    /// Shows a tool call or its result, or reports that an answer was discarded.
    func show(_ event: ToolEvent) {
        switch event {
        case .started(let call):
            if !consent.hasShown(call) {
                console.notice("waiter: running \(Self.words(for: call, origin: origins[call.name], limit: 300))")
            }
            console.startSpinner("running \(TerminalText.line(call.name))")
        case .finished(let call, let output):
            console.stopSpinner()
            consent.forget(call)
            let verb = output.isError ? "failed" : "returned"
            console.notice("waiter: \(TerminalText.line(call.name)) \(verb): \(Self.excerpt(output.text))")
        case .discarded:
            console.notice("waiter: the server ignored the tools; retrying with the tools in a JSON schema")
        case .chunk: break
        }
    }

    /// Returns a call on one line: the tool, its program or server, and the start of its arguments.
    static func words(for call: ToolInvocation, origin: String?, limit: Int) -> String {
        let arguments = excerpt(call.arguments.stringValue ?? call.arguments.jsonText, limit)
        return TerminalText.line(visible("\(call.name)\(origin.map { " (\($0))" } ?? "") \(arguments)"))
    }

    /// Returns the start of the text on one line, with its size if it is truncated.
    private static func excerpt(_ text: String, _ limit: Int = 300) -> String {
        if text.isEmpty { return "(nothing)" }
        let line = TerminalText.line(limit == .max ? text : String(text.prefix(limit)))
        return limit < .max && text.count > limit ? "\(line)... (\(text.utf8.count) bytes)" : line
    }

    /// Returns the text with invisible characters replaced by their code points. A program would process these
    /// characters, so the user must be able to see them.
    private static func visible(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isInvisible) else { return text }
        return text.unicodeScalars.reduce(into: "") { result, scalar in
            if isInvisible(scalar) {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isDefaultIgnorableCodePoint && scalar != "\u{200D}"
            && !(0xFE00...0xFE0F).contains(scalar.value)
    }
}
