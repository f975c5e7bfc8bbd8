internal import Waiter
package import WaiterStore
internal import WaiterTerminal

/// The texts to embed, as given on the command line.
package struct EmbeddingInputs: Sendable {
    /// A way to divide a file into texts.
    package enum Form: Sendable {
        /// The file is one text, with its path as the label.
        case whole
        /// Each line that is not blank is a text.
        case lines
        /// Each line is a JSON string, or an object with `text` and optionally `id`.
        case jsonLines
    }

    package var texts: [String]
    /// Paths, patterns and directories. `-` represents standard input.
    package var files: [String]
    package var form: Form

    /// The maximum number and total size of files. The limits are high, because the texts are sent in many requests.
    private static let (fileLimit, byteLimit) = (100_000, 1 << 30)

    package init(texts: [String] = [], files: [String] = [], form: Form = .whole) {
        (self.texts, self.files, self.form) = (texts, files, form)
    }

    /// Reads all texts: the arguments, then the files. If there are no arguments and no files, reads standard input
    /// line by line.
    ///
    /// - Throws: `CommandFailure` for input that is missing, unreadable or invalid, or `CancellationError`.
    func read(_ context: CommandContext) throws -> [EmbeddingStore.Entry] {
        let console = context.console
        var entries = texts.map { EmbeddingStore.Entry($0) }
        if entries.isEmpty, files.isEmpty {
            guard !StandardInput.isTerminal else {
                throw CommandFailure.usage("no text given", nextStep: "for example: waiter embed 'a waiter'")
            }
            return try Self.entries(in: piped(context), "standard input", form == .jsonLines ? .jsonLines : .lines)
        }
        var material = TextMaterial(fileLimit: Self.fileLimit, byteLimit: Self.byteLimit)
        console.startSpinner("reading")
        defer { console.stopSpinner() }
        for name in files {
            if name == "-" {
                try material.add(PromptReader.pipedBytes(console), named: "standard input")
            } else {
                try material.add(name) { console.notice(TerminalText.line("waiter: waiting for \(name)")) }
            }
        }
        console.stopSpinner()
        mention(material, console)
        for file in material.files { entries += try Self.entries(in: file.text, file.path, form) }
        return entries
    }

    private func piped(_ context: CommandContext) throws -> String {
        var material = TextMaterial(fileLimit: 1, byteLimit: StandardInput.limit)
        try material.add(PromptReader.pipedBytes(context.console), named: "standard input")
        mention(material, context.console)
        return material.files.first?.text ?? ""
    }

    /// Reports omitted files, inferred encodings, and keys that are about to be sent.
    private func mention(_ material: TextMaterial, _ console: Console) {
        for notice in material.leftOut.notices { console.notice(TerminalText.line(notice)) }
        for (path, encoding) in material.inferred {
            console.notice(TerminalText.line("waiter: decoded as \(encoding.rawValue): \(path)"))
        }
        var keys = OutgoingKeys()
        for file in material.files { keys.scan(file.text, named: file.path) }
        for warning in keys.warnings { console.notice(warning) }
    }

    /// Divides a file into texts. Blank texts are omitted, because servers reject them.
    ///
    /// - Throws: `CommandFailure` for an invalid line. The error identifies the line.
    package static func entries(in text: String, _ name: String, _ form: Form) throws -> [EmbeddingStore.Entry] {
        if form == .whole {
            return text.allSatisfy(\.isWhitespace) ? [] : [EmbeddingStore.Entry(text, label: name)]
        }
        var entries: [EmbeddingStore.Entry] = []
        // Other separators, such as U+2028, can occur in JSON strings.
        let lines = text.split(omittingEmptySubsequences: false) { ["\n", "\r\n", "\r"].contains($0) }
        for (number, line) in lines.enumerated()
        where !line.allSatisfy(\.isWhitespace) {
            if form == .lines {
                entries.append(EmbeddingStore.Entry(String(line)))
            } else {
                entries.append(try entry(json: String(line), name, number + 1))
            }
        }
        return entries
    }

    private static func entry(json line: String, _ name: String, _ number: Int) throws -> EmbeddingStore.Entry {
        func wrong(_ reason: String) -> CommandFailure {
            .usage("line \(number) of \(name) \(reason)", nextStep: #"for example: {"id": "1", "text": "a waiter"}"#)
        }
        guard let value = try? JSONValue(jsonText: line) else { throw wrong("is not valid JSON") }
        guard let text = value.stringValue ?? value["text"]?.stringValue else {
            throw wrong("is neither a string nor an object with \"text\"")
        }
        guard !text.allSatisfy(\.isWhitespace) else { throw wrong("has no text") }
        guard let id = value["id"], !id.isNull else { return EmbeddingStore.Entry(text) }
        guard let label = id.stringValue ?? id.intValue.map({ "\($0)" }) else {
            throw wrong("has an \"id\" that is neither a string nor an integer")
        }
        return EmbeddingStore.Entry(text, label: label)
    }
}
