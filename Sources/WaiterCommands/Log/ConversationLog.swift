internal import Waiter
package import WaiterConversation
internal import WaiterModels
package import WaiterStore
internal import WaiterTerminal

/// The conversations that are kept, as `waiter log` sees them.
package struct ConversationLog {
    package let store: ConversationStore

    /// Opens what is there; nil when nothing was ever kept, and then nothing is made.
    ///
    /// - Throws: `StoreError`, `CommandFailure`.
    package static func existing(in context: CommandContext) throws -> ConversationLog? {
        do {
            let source = LedgerSource(directories: try context.directories(), records: false)
            return ConversationLog(store: try source.readable().conversations)
        } catch let error as StoreError where error == .empty {
            return nil
        }
    }

    /// The same for those who want a conversation of it.
    ///
    /// - Throws: `StoreError`, with code `.unknownConversation` when nothing was ever kept.
    package static func required(in context: CommandContext) throws -> ConversationLog {
        guard let log = try existing(in: context) else { throw StoreError.empty }
        return log
    }

    /// The conversation that somebody means.
    ///
    /// - Throws: `CommandFailure`, with those that it may be, for an ID that is not known or not unique; `StoreError`.
    package func identify(_ text: String) throws -> ConversationID {
        do {
            return try store.identify(text)
        } catch let error as StoreError where error.code == .ambiguousID {
            var failure = CommandFailure(error)
            failure.nextStep = "give more of it"
            failure.details = try lines(error.candidates)
            throw failure
        } catch let error as StoreError where error.code == .unknownConversation && text.utf8.count >= 4 {
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
        try store.uniqueLengths(of: ids).values.max() ?? 0
    }

    private func lines(_ ids: [String]) throws -> String {
        try ids.compactMap { ConversationID($0) }.map { id in
            "\(id)  \(TerminalText.line(try store.summary(of: id).title))"
        }.joined(separator: "\n")
    }

    /// An ID that begins nearly so.
    private func nearest(_ text: String) throws -> String? {
        let ids = try store.list().map(\.id.text)
        let length = text.count
        let near = NearestName.find(text, in: Set(ids.map { String($0.prefix(length)) }).sorted())
        return near.flatMap { near in ids.first { $0.hasPrefix(near) } }
    }
}
