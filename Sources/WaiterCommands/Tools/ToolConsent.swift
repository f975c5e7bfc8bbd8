internal import Synchronization
internal import Waiter
internal import WaiterTerminal

/// Asks the user on the terminal for permission to run tool calls.
///
/// A tool can be approved for the rest of the command. The approval is valid only as long as the tool's name,
/// description and schema stay the same.
final class ToolConsent: Sendable {
    private struct State {
        /// The definitions of the tools that the user approved for the rest of the command.
        var definitions: Set<String> = []
        /// The IDs of the calls that were shown to the user but have not completed yet.
        var shown: Set<String> = []
    }

    private let console: Console
    private let state = Mutex(State())

    init(_ console: Console) {
        self.console = console
    }

    /// Returns whether the user can be asked.
    static func isPossible(_ console: Console) -> Bool { TerminalQuestion(console) != nil }

    /// Returns whether a call was shown to the user for confirmation.
    func hasShown(_ call: ToolInvocation) -> Bool { state.withLock { $0.shown.contains(call.id) } }

    /// Forgets a completed call, because its ID can be reused in another branch of the conversation.
    func forget(_ call: ToolInvocation) { state.withLock { _ = $0.shown.remove(call.id) } }

    /// Returns the user's decision about a call.
    ///
    /// - Parameters:
    ///   - call: The call, which is shown in full.
    ///   - definition: The definition of the tool.
    ///   - origin: The program or server that runs the call.
    /// - Returns: The decision.
    /// - Throws: `CancellationError`.
    func decide(_ call: ToolInvocation, definition: String, origin: String) async throws -> ToolApproval {
        let isApproved = state.withLock { state in
            if state.definitions.contains(definition) { return true }
            state.shown.insert(call.id)
            return false
        }
        if isApproved { return .approved }
        guard let question = TerminalQuestion(console) else { return .denied(reason: "there is no user to ask") }
        console.stopSpinner()
        console.say("waiter: the model wants to run \(ToolReport.words(for: call, origin: origin, limit: .max))")
        var isFirst = true
        while true {
            let reply = try await question.ask(
                "Run it? [y]es, [n]o, [a]lways run \(call.name):",
                discardsTypedAhead: isFirst
            )
            isFirst = false
            switch reply?.lowercased() {
            case "y", "yes": return .approved
            case "a", "always":
                state.withLock { _ = $0.definitions.insert(definition) }
                return .approved
            case "n", "no", "", nil: return .denied(reason: "the user declined")
            default: continue
            }
        }
    }
}
