package import ArgumentParser

/// Flags that select the parts of a question.
package struct InputFlags: ParsableArguments {
    @Option(
        name: [.customShort("f"), .customLong("file")],
        help: ArgumentHelp(
            "Send a file as text: a path, a pattern such as 'src/*.swift', a directory, a URL, or '-' (repeatable).",
            valueName: "path"
        )
    )
    package var files: [String] = []

    @Option(
        name: [.customShort("a"), .customLong("attachment")],
        help: ArgumentHelp(
            "Attach an image, an audio file (WAV, MP3) or a PDF: a path, a URL, or '-' (repeatable).",
            valueName: "path"
        )
    )
    package var attachments: [String] = []

    @Option(name: .shortAndLong, help: "Use a template, by name or path; see 'waiter templates'.")
    package var template: String?

    @Option(
        name: [.customShort("p"), .customLong("param")],
        help: ArgumentHelp("Set a template variable (repeatable).", valueName: "name value")
    )
    package var values: [String] = []

    @Option(
        name: .customLong("save-template"),
        help: ArgumentHelp(
            "Save the prompt, -s, -m, -o, -p, -x and --max-tokens as a template without sending anything.",
            valueName: "name"
        )
    )
    package var savedName: String?

    @Flag(name: .customLong("no-stdin"), help: "Do not read standard input.")
    package var noStandardInput = false

    package init() {}

    package func validate() throws {
        if !values.isEmpty, template == nil, savedName == nil {
            throw ValidationError("-p requires a template; choose one with -t")
        }
        if template != nil, savedName != nil {
            throw ValidationError("-t and --save-template cannot be combined")
        }
        if savedName != nil, !files.isEmpty || !attachments.isEmpty {
            throw ValidationError("--save-template does not store files; pass -f and -a when you use the template")
        }
    }

    /// Parses the values of `-p`, which have already been joined as `NAME=VALUE`.
    package func parsedValues() throws -> [(name: String, value: String)] {
        try values.map(Self.nameAndValue)
    }

    /// Parses `NAME=VALUE`.
    static func nameAndValue(_ text: String) throws -> (name: String, value: String) {
        guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
            throw CommandFailure.usage("-p requires a name and a value", nextStep: "for example: -p language French")
        }
        return (String(text[..<equals]), String(text[text.index(after: equals)...]))
    }
}
