internal import WaiterTerminal

/// Asks the user on a terminal to confirm an irreversible action.
enum Confirmation {
    /// Returns whether the reply starts with the letter y. Any other reply, including the end of input, means no.
    ///
    /// - Throws: `CancellationError`.
    static func ask(_ question: String, _ console: Console) async throws -> Bool {
        let reply = try await TerminalQuestion(console)?.ask("\(question) [y/N]")
        return reply?.first.map { "yY".contains($0) } ?? false
    }
}
