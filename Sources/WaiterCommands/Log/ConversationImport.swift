internal import WaiterConversation
internal import WaiterStore
package import WaiterTerminal

/// Takes files with conversations into the ledger, and counts what came of them.
package struct ConversationImport {
    /// The largest file that is read, in bytes.
    private static let limit = 1 << 30
    /// How much is written at once; other processes wait meanwhile.
    private static let batchSize = (conversations: 100, messages: 2000)

    /// How many elements that are no conversations are named.
    private static let shownDefects = 5

    private let source: LedgerSource
    private let console: Console
    private let clock: CommandClock
    private let tally = Tally()

    /// - Parameter source: The ledger, which is only made when there is something to keep in it.
    package init(into source: LedgerSource, console: Console, clock: CommandClock) {
        self.source = source
        self.console = console
        self.clock = clock
    }

    /// What came of it so far, in words.
    package var summary: String { tally.words }

    /// Takes all conversations of a file in; `-` is standard input.
    ///
    /// - Throws: `CommandFailure` for a file that cannot be read or holds something else; what stood before that is taken
    ///   in. `StoreError`, `CancellationError`.
    package func add(_ path: String) throws {
        let source = ByteSource(path: path, clock: clock)
        let bytes = try source.readAll(limit: Self.limit) {
            console.notice("waiter: waiting for standard input")
        }
        let before = tally.count
        var skipped: [ImportDefect] = []
        let document = ConversationDocument(now: clock.date()) { conversation in
            tally.waiting.append(conversation)
            tally.waitingMessages += conversation.conversation.nodes.count
            guard
                tally.waiting.count >= Self.batchSize.conversations
                    || tally.waitingMessages >= Self.batchSize.messages
            else { return }
            try write()
        } skip: { defect in
            skipped.append(defect)
        }
        defer { console.stopSpinner() }
        do {
            // A part of an export that cannot be read does not keep the other parts out.
            var defect: ImportDefect?
            for content in try Self.contents(bytes) {
                do { try document.read(content()) } catch let found as ImportDefect { defect = defect ?? found }
            }
            if let defect { throw defect }
            try write()
            mention(skipped, source.name)
        } catch let defect as ImportDefect {
            try write()
            mention(skipped, source.name)
            throw failure(defect, source.name, isWhole: tally.count == before)
        }
    }

    /// Names what was skipped; many are counted.
    private func mention(_ skipped: [ImportDefect], _ name: String) {
        for defect in skipped.prefix(Self.shownDefects) {
            let place = defect.place.map { "\($0) of " } ?? ""
            console.notice(TerminalText.line("waiter: skipped \(place)\(name): \(defect.found)"))
        }
        let more = skipped.count - Self.shownDefects
        if more > 0 { console.notice("waiter: skipped \(more) more elements that are no conversations") }
    }

    private func write() throws {
        guard !tally.waiting.isEmpty else { return }
        try Task.checkCancellation()
        guard let ledger = try source.writable() else { return }
        tally.add(try ledger.conversations.import(tally.waiting))
        (tally.waiting, tally.waitingMessages) = ([], 0)
        console.startSpinner("importing, \(tally.count) conversations so far")
    }

    private func failure(_ defect: ImportDefect, _ name: String, isWhole: Bool) -> CommandFailure {
        guard !isWhole else {
            let place = defect.place.map { " (\($0))" } ?? ""
            return CommandFailure(
                .usage,
                "\(name) holds no conversations",
                nextStep: "expected \(ConversationDocument.expected); found \(defect.found)\(place)",
                kind: "notImportable"
            )
        }
        return CommandFailure(
            .usage,
            "\(name) could not be read to its end",
            place: defect.place,
            nextStep: "found \(defect.found); what stands before it is there: \(tally.words)",
            kind: "notImportable"
        )
    }

    /// The documents in a file: itself, or those that ChatGPT puts into a zip file.
    private static func contents(_ bytes: [UInt8]) throws -> [() throws -> [UInt8]] {
        guard ZipArchive.isZip(bytes) else {
            if bytes.starts(with: "SQLite format 3\0".utf8) { throw ImportDefect("a database of SQLite") }
            return [{ bytes }]
        }
        let archive = try ZipArchive(bytes)
        // `conversations.json`, or in parts `conversations-000.json`.
        let wanted = archive.entries.filter { entry in
            let name = entry.name.split(separator: "/").last ?? ""
            return name == "conversations.json" || (name.hasPrefix("conversations-") && name.hasSuffix(".json"))
        }
        guard !wanted.isEmpty else { throw ImportDefect("a zip file without conversations.json") }
        return wanted.sorted { $0.name < $1.name }.map { entry in { try archive.content(of: entry) } }
    }
}

extension ConversationImport {
    /// What was taken in, and what waits for it.
    private final class Tally {
        var waiting: [ImportedConversation] = []
        var waitingMessages = 0
        private var added = 0
        private var messages = 0
        private var known = 0
        private var grown = 0
        private var grownMessages = 0

        var count: Int { added + known + grown }

        func add(_ outcomes: [ImportOutcome]) {
            for outcome in outcomes {
                switch outcome {
                case .added(let count): (added, messages) = (added + 1, messages + count)
                case .grown(let count): (grown, grownMessages) = (grown + 1, grownMessages + count)
                case .known: known += 1
                }
            }
        }

        var words: String {
            let new = "imported \(Self.number(added, "conversation")), \(Self.number(messages, "message"))"
            var parts = [added + grown == 0 && known > 0 ? "nothing is new" : new]
            if known > 0 { parts.append("\(known) \(known == 1 ? "was" : "were") here already") }
            if grown > 0 {
                parts.append("\(Self.number(grown, "conversation")) got \(Self.number(grownMessages, "message")) more")
            }
            return parts.joined(separator: "; ")
        }

        private static func number(_ count: Int, _ word: String) -> String {
            "\(count) \(word)\(count == 1 ? "" : "s")"
        }
    }
}
