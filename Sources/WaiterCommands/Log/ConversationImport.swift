internal import WaiterConversation
internal import WaiterStore
package import WaiterTerminal

/// Imports conversations from files into the ledger and counts the results.
package struct ConversationImport {
    /// The maximum size of a file, in bytes.
    private static let limit = 1 << 30
    /// The amount of data to write in one transaction. Other processes have to wait until the transaction ends.
    private static let batchSize = (conversations: 100, messages: 2000, bytes: 8 << 20)

    private let source: LedgerSource
    private let console: Console
    private let clock: CommandClock
    private let tally = Tally()

    /// Creates an import.
    ///
    /// - Parameters:
    ///   - source: The ledger, which is created only if there is something to import.
    ///   - console: The console for notices.
    ///   - clock: The clock that provides the time of the import.
    package init(into source: LedgerSource, console: Console, clock: CommandClock) {
        self.source = source
        self.console = console
        self.clock = clock
    }

    /// A summary of the results up to this point.
    package var summary: String { tally.words }

    /// Imports all conversations in a file. `-` represents standard input.
    ///
    /// - Throws: `StoreError`, `CancellationError`, or `CommandFailure` if the file cannot be read or has an unknown
    ///   format. Conversations that precede the error are still imported.
    package func add(_ path: String) throws {
        let source = ByteSource(path: path, clock: clock)
        let before = tally.count
        var skipped = Skipped()
        let document = { [clock, tally] in
            ConversationDocument(now: clock.date()) { conversation, bytes in
                tally.wait(for: conversation, bytes)
                if tally.isBatch(Self.batchSize) { try write() }
            } skip: { defects, more in
                skipped.add(defects, more)
            }
        }
        defer { console.stopSpinner() }
        do {
            try read(source, document)
            try write()
            mention(skipped, source.name)
        } catch let defect as ImportDefect {
            try write()
            mention(skipped, source.name)
            throw failure(defect, source.name, isWhole: tally.count == before)
        }
    }

    /// Reads a file in chunks. A zip file is read completely before it is processed, because its directory is at the
    /// end.
    private func read(_ source: ByteSource, _ document: () -> ConversationDocument) throws {
        var text: ConversationDocument?
        var start: [UInt8] = []
        var size = 0
        let noteSilence = { console.notice("waiter: waiting for standard input") }
        try source.read(onSilence: noteSilence) { piece, _ in
            size += piece.count
            guard size <= Self.limit else {
                throw CommandFailure.usage("\(source.name) is larger than \(ByteCount.formatted(Int64(Self.limit)))")
            }
            if text == nil {
                start += piece
                // The first four bytes identify a zip file, and the first sixteen bytes identify a database.
                guard start.count >= 16, !ZipArchive.isZip(start) else { return }
                text = try begin(document(), start)
                start = []
            } else {
                try text?.append(piece)
            }
        }
        if text == nil {
            if ZipArchive.isZip(start) { return try read(ZipArchive(start), document) }
            text = try begin(document(), start)
        }
        try text?.finish()
    }

    private func begin(_ document: ConversationDocument, _ start: [UInt8]) throws -> ConversationDocument {
        if start.starts(with: "SQLite format 3\0".utf8) { throw ImportDefect("an SQLite database") }
        try start.withUnsafeBytes { try document.append($0) }
        return document
    }

    /// Reads the parts of an export. If a part cannot be read, the other parts are still imported.
    private func read(_ archive: ZipArchive, _ document: () -> ConversationDocument) throws {
        var defect: ImportDefect?
        for entry in try Self.parts(of: archive) {
            do {
                let document = document()
                try archive.read(entry) { try document.append($0) }
                try document.finish()
            } catch let found as ImportDefect {
                defect = defect ?? found
            }
        }
        if let defect { throw defect }
    }

    /// Returns the entries in a ChatGPT export that contain conversations. These entries are `conversations.json` or
    /// its numbered parts.
    private static func parts(of archive: ZipArchive) throws -> [ZipArchive.Entry] {
        let wanted = archive.entries.filter { entry in
            let name = entry.name.split(separator: "/").last ?? ""
            return name == "conversations.json" || (name.hasPrefix("conversations-") && name.hasSuffix(".json"))
        }
        guard !wanted.isEmpty else { throw ImportDefect("a zip file without conversations.json") }
        // Several entries can share the same bytes, so even a small file can contain many large entries.
        guard wanted.reduce(0, { $0 + min($1.size, ZipArchive.limit) }) <= ZipArchive.limit || wanted.count == 1 else {
            throw ImportDefect("a zip file whose conversations exceed \(ByteCount.formatted(Int64(ZipArchive.limit)))")
        }
        return wanted.sorted { $0.name < $1.name }
    }

    /// Reports the skipped elements. Only the first few of them are described individually.
    private func mention(_ skipped: Skipped, _ name: String) {
        for defect in skipped.defects {
            let place = defect.place.map { "\($0) of " } ?? ""
            console.notice(TerminalText.line("waiter: skipped \(place)\(name): \(defect.found)"))
        }
        if skipped.more > 0 {
            console.notice("waiter: skipped \(skipped.more) more elements that are not conversations")
        }
    }

    private func write() throws {
        guard !tally.waiting.isEmpty else { return }
        try Task.checkCancellation()
        guard let ledger = try source.writable() else { return }
        tally.add(try ledger.conversations.import(tally.waiting))
        tally.clear()
        console.startSpinner("importing, \(tally.count) conversations so far")
    }

    private func failure(_ defect: ImportDefect, _ name: String, isWhole: Bool) -> CommandFailure {
        guard !isWhole else {
            let place = defect.place.map { " (\($0))" } ?? ""
            return CommandFailure(
                .usage,
                "\(name) contains no conversations",
                nextStep: "expected \(ConversationDocument.expected); found \(defect.found)\(place)",
                kind: "notImportable"
            )
        }
        return CommandFailure(
            .usage,
            "\(name) could not be read completely",
            place: defect.place,
            nextStep: "found \(defect.found); everything before that was saved: \(tally.words)",
            kind: "notImportable"
        )
    }
}

extension ConversationImport {
    /// The list elements that are not conversations. The first few of them are described, and the others are only
    /// counted.
    private struct Skipped {
        private(set) var defects: [ImportDefect] = []
        private(set) var more = 0

        mutating func add(_ found: [ImportDefect], _ others: Int) {
            let shown = found.prefix(ConversationDocument.shownDefects - defects.count)
            defects += shown
            more += others + found.count - shown.count
        }
    }

    /// The counts of imported conversations, and the conversations that are waiting to be imported.
    private final class Tally {
        private(set) var waiting: [ImportedConversation] = []
        private var waitingMessages = 0
        private var waitingBytes = 0
        private var added = 0
        private var messages = 0
        private var known = 0
        private var grown = 0
        private var grownMessages = 0

        var count: Int { added + known + grown }

        func wait(for conversation: ImportedConversation, _ bytes: Int) {
            waiting.append(conversation)
            waitingMessages += conversation.conversation.nodes.count
            waitingBytes += bytes
        }

        /// Returns whether enough conversations are waiting to be written to fill a transaction.
        func isBatch(_ size: (conversations: Int, messages: Int, bytes: Int)) -> Bool {
            waiting.count >= size.conversations || waitingMessages >= size.messages || waitingBytes >= size.bytes
        }

        func clear() { (waiting, waitingMessages, waitingBytes) = ([], 0, 0) }

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
            var parts = [added + grown == 0 && known > 0 ? "nothing new" : new]
            if known > 0 { parts.append("\(known) \(known == 1 ? "was" : "were") already stored") }
            if grown > 0 {
                parts.append("added \(Self.number(grownMessages, "message")) to \(Self.number(grown, "conversation"))")
            }
            return parts.joined(separator: "; ")
        }

        private static func number(_ count: Int, _ word: String) -> String {
            "\(count) \(word)\(count == 1 ? "" : "s")"
        }
    }
}
