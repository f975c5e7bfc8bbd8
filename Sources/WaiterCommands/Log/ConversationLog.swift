internal import Waiter
package import WaiterConversation
internal import WaiterModels
package import WaiterStore
internal import WaiterTerminal

/// The stored conversations, as used by `waiter log`.
package struct ConversationLog {
    package let store: ConversationStore
    private let listing: ConversationListing

    package init(store: ConversationStore, directories: Directories) {
        self.store = store
        listing = ConversationListing(path: directories.lastList)
    }

    /// Opens the stored conversations without creating anything. Returns `nil` if there are no conversations yet.
    ///
    /// - Throws: `StoreError`, `CommandFailure`.
    package static func existing(in context: CommandContext) throws -> ConversationLog? {
        do {
            let directories = context.directories()
            let source = LedgerSource(directories: directories, records: false)
            return ConversationLog(store: try source.readable().conversations, directories: directories)
        } catch let error as StoreError where error == .empty {
            return nil
        }
    }

    /// Opens the stored conversations for commands that need at least one conversation.
    ///
    /// - Throws: `CommandFailure`, or `StoreError` (with code `.unknownConversation` if there are no conversations
    ///   yet).
    package static func required(in context: CommandContext) throws -> ConversationLog {
        guard let log = try existing(in: context) else { throw StoreError.empty }
        return log
    }

    /// Finds the conversation that the user refers to. A reference is an ID, a prefix or suffix of an ID, a list
    /// number, a part of the title, or `last`.
    ///
    /// - Throws: `StoreError`, or `CommandFailure` with suggestions if the reference is unknown or ambiguous.
    package func identify(_ text: String) throws -> ConversationID {
        if let number = ConversationListing.number(text) { return try store.summary(of: listing.id(at: number)).id }
        do {
            return try store.identify(text)
        } catch let error as StoreError where error.code == .unknownConversation && error != .empty {
            guard let found = try titled(text) else { throw try unknown(text, error) }
            return found
        } catch let error as StoreError where error.code == .ambiguousID {
            var failure = CommandFailure(error)
            failure.nextStep = "type more characters"
            failure.details = try lines(error.candidates)
            throw failure
        }
    }

    /// Returns the conversation whose title contains the text, or `nil` if there is no such conversation.
    private func titled(_ text: String) throws -> ConversationID? {
        let wanted = text.lowercased()
        guard wanted.count >= 3 else { return nil }
        let found = try store.list().filter { $0.title.lowercased().contains(wanted) }
        let exact = found.filter { $0.title.lowercased() == wanted }
        guard let first = exact.first ?? found.first else { return nil }
        if found.count == 1 || exact.count == 1 { return first.id }
        var failure = CommandFailure.usage(
            "several conversations have '\(text)' in their titles",
            nextStep: "type more characters"
        )
        failure.kind = "ambiguousID"
        failure.details = try lines(found.prefix(10).map(\.id.text))
        throw failure
    }

    private func unknown(_ text: String, _ error: StoreError) throws -> any Error {
        guard text.utf8.count >= 4, let near = try nearest(text) else { return error }
        var failure = CommandFailure(error)
        failure.nextStep = "did you mean \(near)? see: waiter log"
        return failure
    }

    /// Finds the conversations that the user refers to, without duplicates.
    package func identify(_ texts: [String]) throws -> [ConversationID] {
        var ids: [ConversationID] = []
        for id in try texts.map(identify) where !ids.contains(id) { ids.append(id) }
        return ids
    }

    /// Returns shortened IDs of the same length. Each shortened ID is unique among all conversations.
    package func shortIDs(_ ids: [ConversationID]) throws -> [ConversationID: String] {
        let length = try store.uniqueSuffixLength(of: ids)
        return Dictionary(ids.map { ($0, String($0.text.suffix(length))) }) { first, _ in first }
    }

    /// Saves the listed conversations, so that their numbers can be used as references.
    package func remember(_ ids: [ConversationID]) {
        if !ids.isEmpty { listing.save(ids) }
    }

    private func lines(_ ids: [String]) throws -> String {
        try ids.compactMap { ConversationID($0) }.map { id in
            "\(id)  \(TerminalText.line(try store.summary(of: id).title))"
        }.joined(separator: "\n")
    }

    /// Returns the ID whose prefix is most similar to the text, or `nil` if no prefix is similar enough.
    private func nearest(_ text: String) throws -> String? {
        let ids = try store.list().map(\.id.text)
        let length = text.count
        let near = NearestName.find(text, in: Set(ids.map { String($0.prefix(length)) }).sorted())
        return near.flatMap { near in ids.first { $0.hasPrefix(near) } }
    }
}
