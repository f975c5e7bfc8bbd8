package import WaiterTerminal

/// The sources that make up a prompt, as given on the command line.
package struct PromptSources: Sendable {
    /// The prompt arguments. `-` represents standard input.
    package var words: [String]
    /// Paths, glob patterns, directories and URLs for text input. `-` represents standard input.
    package var files: [String]
    /// Paths and URLs of images, audio and PDFs. `-` represents standard input.
    package var attachments: [String]
    package var template: Template?
    package var values: [(name: String, value: String)]
    package var readsStandardInput: Bool
    /// Whether an empty prompt is an error.
    package var requiresPrompt = true

    package init(
        words: [String],
        files: [String] = [],
        attachments: [String] = [],
        template: Template? = nil,
        values: [(name: String, value: String)] = [],
        readsStandardInput: Bool = true
    ) {
        self.words = words
        self.files = files
        self.attachments = attachments
        self.template = template
        self.values = values
        self.readsStandardInput = readsStandardInput
    }

    /// A prompt with its attachments.
    package struct Gathered: Sendable {
        package var prompt: String
        /// The system prompt of the template.
        package var system: String?
        package var attachments: [Attachment]

        /// Whether there is nothing to send.
        package var isEmpty: Bool { prompt.allSatisfy(\.isWhitespace) && attachments.isEmpty }
    }

    /// Reads the files, then the piped text, and then the prompt arguments, and fills in the template.
    ///
    /// - Parameters:
    ///   - console: The console for notices.
    ///   - fetch: Downloads an attachment from a URL.
    ///   - download: Downloads text from a URL, as undecoded bytes.
    /// - Returns: The prompt with its attachments.
    /// - Throws: `CommandFailure` if there is no prompt or a source cannot be read, or `CancellationError`.
    package func gather(
        console: Console,
        fetch: (String) async throws -> Attachment,
        download: (String) async throws -> [UInt8]
    ) async throws -> Gathered {
        try checkClaims()
        console.startSpinner("reading")
        defer { console.stopSpinner() }
        var attachments: [Attachment] = []
        for name in self.attachments {
            if name == "-" {
                console.stopSpinner()
                attachments.append(try Attachment(bytes: PromptReader.pipedBytes(console), name: "standard input"))
            } else {
                attachments.append(
                    try await Attachment.isAddress(name)
                        ? fetch(name) : Attachment(path: name) { silence(name, console) }
                )
            }
        }
        var material = TextMaterial()
        for name in files where name != "-" {
            if Attachment.isAddress(name) {
                try material.add(try await download(name), named: AttachmentFetcher.shown(name))
            } else {
                try material.add(name) { silence(name, console) }
            }
            console.startSpinner("reading files: \(material.files.count)")
        }
        console.stopSpinner()
        mention(material, console)
        let reader = PromptReader(
            words: words,
            readsStandardInput: (readsStandardInput && !self.attachments.contains("-")) || files.contains("-"),
            namesStandardInput: words.contains("-") || files.contains("-"),
            console: console
        )
        let words = try reader.read()
        var keys = OutgoingKeys()
        for file in material.files { keys.scan(file.text, named: file.path) }
        keys.scan(words, named: "the prompt")
        for warning in keys.warnings { console.notice(warning) }
        let input = [material.prompt, words].filter { !$0.isEmpty }.joined(separator: "\n\n")
        let filled = try template?.filled(input: input, values: values)
        let gathered = Gathered(
            prompt: filled?.prompt ?? input,
            system: filled?.system,
            attachments: attachments
        )
        if requiresPrompt, gathered.isEmpty {
            throw CommandFailure.usage("no prompt given", nextStep: "for example: waiter 'What is an API?'")
        }
        return gathered
    }

    /// Checks that standard input is not named more than once, because it can be read only once.
    private func checkClaims() throws {
        let claims = [("the prompt", words), ("-f", files), ("-a", attachments)].flatMap { name, list in
            list.filter { $0 == "-" }.map { _ in name }
        }
        guard claims.count > 1, Set(claims) != ["the prompt"] else { return }
        throw CommandFailure.usage(
            "standard input is used \(claims.count) times (\(claims.joined(separator: ", ")))",
            nextStep: "use it only once"
        )
    }

    private func silence(_ name: String, _ console: Console) {
        console.notice(TerminalText.line("waiter: waiting for \(name)"))
    }

    private func mention(_ material: TextMaterial, _ console: Console) {
        for notice in material.leftOut.notices { console.notice(TerminalText.line(notice)) }
        for (path, encoding) in material.inferred {
            console.notice(TerminalText.line("waiter: decoded as \(encoding.rawValue): \(path)"))
        }
    }
}
