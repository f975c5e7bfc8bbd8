package import ArgumentParser
internal import Waiter
internal import WaiterTerminal
internal import WaiterTokenizer

/// The `tokens encode` command, which converts text to token IDs.
package struct TokensEncodeCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "encode",
        abstract: "Convert text to token IDs.",
        usage: "waiter tokens encode [<file>] [options]",
        discussion: """
            The IDs are printed on one line. With --pieces, each ID is printed on its own line with its text.

            Examples:
              printf 'Hello world' | waiter tokens encode --pieces
              waiter tokens encode notes.txt | waiter tokens decode
            """
    )

    @Argument(help: "The text file; standard input if omitted or '-'.", completion: .file())
    package var file: String?

    @Flag(help: "Print each token ID with its text in quotation marks.")
    package var pieces = false

    @Flag(help: "Replace invalid UTF-8 with U+FFFD.")
    package var lossy = false

    @OptionGroup
    package var output: Output

    @OptionGroup(title: "Encoding")
    package var flags: EncodingFlags

    package init() {}

    package var reportsJSON: Bool { output.json }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let choice = try flags.choice(in: context)
        let console = context.console
        let (file, lossy) = (file, lossy)
        let text = try await Interrupts.cancelling {
            try TokenInput.text(of: file, isLossy: lossy, for: "encode", context)
        }
        let tokens = choice.encoding.encode(text)
        if let assumption = choice.assumption { console.notice(TerminalText.line("waiter: \(assumption)")) }
        if output.json {
            try Output.write(.array(tokens.map { .integer(Int64($0)) }), to: console, isCompact: true)
        } else if pieces {
            try console.writeForeign(tokens.map { "\($0)  \(Self.quoted($0, choice.encoding))\n" }.joined())
        } else if !tokens.isEmpty {
            try console.write(tokens.map { "\($0)" }.joined(separator: " ") + "\n")
        }
        return .complete
    }

    /// Returns the text of a token as a JSON string, or the token's bytes in hexadecimal if the bytes are not valid
    /// UTF-8.
    private static func quoted(_ token: UInt32, _ encoding: TokenEncoding) -> String {
        let bytes = encoding.bytes(of: token) ?? []
        if let text = String(validating: bytes, as: UTF8.self) { return JSONValue.string(text).jsonText }
        let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        return "bytes \(digits.joined(separator: " "))"
    }
}
