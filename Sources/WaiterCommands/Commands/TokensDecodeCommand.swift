package import ArgumentParser
internal import WaiterTerminal
internal import WaiterTokenizer

/// The `tokens decode` command, which converts token IDs to text.
package struct TokensDecodeCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract: "Convert token IDs to text.",
        usage: "waiter tokens decode [<id> ...] [options]",
        discussion: """
            Separate IDs with spaces, commas or line breaks, or pass a JSON array. Piped output is exact, without an \
            added newline.

            Examples:
              waiter tokens decode 13225 2375
              waiter tokens encode --json notes.txt | waiter tokens decode
            """
    )

    @Argument(help: "The token IDs (default: read from standard input).")
    package var ids: [String] = []

    @OptionGroup(title: "Encoding")
    package var flags: EncodingFlags

    package init() {}

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let choice = try flags.choice(in: context)
        let words = ids
        let text = try await Interrupts.cancelling {
            if !words.isEmpty { return words.joined(separator: " ") }
            return try TokenInput.text(of: nil, isLossy: false, for: "decode", context)
        }
        let separators: Set<Character> = [" ", ",", "\n", "\r\n", "\r", "\t", "[", "]"]
        let tokens = try text.split { separators.contains($0) }.map { word in
            guard let token = UInt32(word) else {
                throw CommandFailure.usage(
                    "'\(TerminalText.line(String(word.prefix(40))))' is not a token ID",
                    nextStep: "pass integers, as printed by waiter tokens encode"
                )
            }
            return token
        }
        do {
            try Self.write(choice.encoding.decode(tokens), context.console)
        } catch let error as TokenizerError {
            throw CommandFailure.usage(error.message)
        }
        return .complete
    }

    private static func write(_ bytes: [UInt8], _ console: Console) throws {
        guard console.output.isTerminal else { return try console.output.write(bytes) }
        let text = String(decoding: bytes, as: UTF8.self)
        try console.writeForeign(text.hasSuffix("\n") ? text : text + "\n")
    }
}
