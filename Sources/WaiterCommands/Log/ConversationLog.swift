internal import Waiter
package import WaiterConversation
package import WaiterLedger
internal import WaiterTerminal

/// The conversations that are kept, as `waiter log` sees them.
package struct ConversationLog {
    package let ledger: Ledger

    /// Opens what is there; nil when nothing was ever kept, and then nothing is made.
    ///
    /// - Throws: `LedgerError`, `CommandFailure`.
    package static func existing(in context: CommandContext) throws -> ConversationLog? {
        do {
            let source = LedgerSource(directories: try context.directories(), records: false)
            return ConversationLog(ledger: try source.readable())
        } catch let error as LedgerError where error == .empty {
            return nil
        }
    }

    /// The same for those who want a conversation of it.
    ///
    /// - Throws: `LedgerError`, with code `.unknownConversation` when nothing was ever kept.
    package static func required(in context: CommandContext) throws -> ConversationLog {
        guard let log = try existing(in: context) else { throw LedgerError.empty }
        return log
    }

    /// The conversation that somebody means.
    ///
    /// - Throws: `CommandFailure`, with those that it may be, for an ID that is not known or not unique; `LedgerError`.
    package func identify(_ text: String) throws -> ConversationID {
        do {
            return try ledger.identify(text)
        } catch let error as LedgerError where error.code == .ambiguousID {
            var failure = CommandFailure(error)
            failure.nextStep = "give more of it"
            failure.details = try lines(error.candidates)
            throw failure
        } catch let error as LedgerError where error.code == .unknownConversation && text.utf8.count >= 4 {
            var failure = CommandFailure(error)
            if let near = try nearest(text) { failure.nextStep = "did you mean \(near)? see: waiter log" }
            throw failure
        }
    }

    /// The conversations that somebody means, each once.
    package func identify(_ texts: [String]) throws -> [ConversationID] {
        var ids: [ConversationID] = []
        for id in try texts.map(identify) where !ids.contains(id) { ids.append(id) }
        return ids
    }

    /// How many characters of IDs to show so that each is the only one that begins so, the same for all.
    package func idLength(_ ids: [ConversationID]) throws -> Int {
        try ledger.uniqueLengths(of: ids).values.max() ?? 0
    }

    private func lines(_ ids: [String]) throws -> String {
        try ids.compactMap { ConversationID($0) }.map { id in
            "\(id)  \(TerminalText.line(try ledger.summary(of: id).title))"
        }.joined(separator: "\n")
    }

    /// An ID that begins nearly so.
    private func nearest(_ text: String) throws -> String? {
        let ids = try ledger.conversations().map(\.id.text)
        let length = text.count
        let near = NearestName.find(text, in: Set(ids.map { String($0.prefix(length)) }).sorted())
        return near.flatMap { near in ids.first { $0.hasPrefix(near) } }
    }
}
