package import ArgumentParser
internal import WaiterStore

/// Flags that select the texts to embed.
package struct EmbedInputFlags: ParsableArguments {
    @Option(
        name: [.customShort("f"), .customLong("file")],
        help: ArgumentHelp(
            "Embed a file as one text: a path, a pattern such as 'notes/**/*.md', a directory, or '-' (repeatable).",
            valueName: "path"
        ),
        completion: .file()
    )
    package var files: [String] = []

    @Flag(help: "Embed each line of the files separately.")
    package var lines = false

    @Flag(help: "Read each line of the files or of standard input as JSON.")
    package var jsonl = false

    package init() {}

    func validate(with texts: [String]) throws {
        if lines, jsonl { throw ValidationError("--lines and --jsonl cannot be combined") }
        if lines, files.isEmpty, !texts.isEmpty { throw ValidationError("--lines applies to files; pass them with -f") }
        if jsonl, files.isEmpty, !texts.isEmpty { throw ValidationError("--jsonl applies to files; pass them with -f") }
        if files.count(where: { $0 == "-" }) > 1 { throw ValidationError("standard input can be read only once") }
        if texts.contains(where: { $0.allSatisfy(\.isWhitespace) }) {
            throw ValidationError("a text must not be empty")
        }
    }

    /// Reads all texts, in order.
    ///
    /// - Throws: `CommandFailure` for input that cannot be read, or `CancellationError`.
    func entries(_ texts: [String], _ context: CommandContext) throws -> [EmbeddingStore.Entry] {
        try EmbeddingInputs(
            texts: texts,
            files: files,
            form: jsonl ? .jsonLines : lines ? .lines : .whole
        ).read(context)
    }
}
