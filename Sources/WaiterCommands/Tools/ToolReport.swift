internal import Waiter
internal import WaiterTerminal

/// Shows the calls of tools on standard error, and writes their results as events for `--events`.
package struct ToolReport: Sendable {
    let console: Console
    let consent: ToolConsent

    /// Shows a call or its result.
    func show(_ event: ToolEvent) {
        switch event {
        case .started(let call):
            if !consent.hasShown(call) { console.notice("waiter: running \(Self.words(for: call, limit: 300))") }
            console.startSpinner("running \(TerminalText.line(call.name))")
        case .finished(let call, let output):
            console.stopSpinner()
            let verb = output.isError ? "failed" : "returned"
            console.notice("waiter: \(TerminalText.line(call.name)) \(verb): \(Self.excerpt(output.text))")
        case .chunk, .discarded: break
        }
    }

    /// Returns a call on one line, with the start of its arguments.
    static func words(for call: ToolInvocation, limit: Int) -> String {
        TerminalText.line("\(call.name) \(excerpt(call.arguments.stringValue ?? call.arguments.jsonText, limit))")
    }

    /// Returns the start of a text on one line, with its size if something is missing.
    private static func excerpt(_ text: String, _ limit: Int = 300) -> String {
        let line = TerminalText.line(String(text.prefix(limit)))
        if text.isEmpty { return "(nothing)" }
        return text.count > limit ? "\(line)... (\(text.utf8.count) bytes)" : line
    }
}
