package import ArgumentParser
internal import Waiter

/// Asks one question.
package struct AskCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "ask",
        abstract: "Asks a model one question; the default command.",
        usage: "waiter [ask] <prompt> [options]",
        discussion: """
            The answer goes to standard output as it arrives, everything else to standard error. Piped text is put \
            before the prompt.

            Examples:
              waiter 'What is an API?'
              git diff | waiter -s 'You review code.' 'Anything wrong here?'
              waiter -m gpt-6.1-sol -o temperature 0.2 --json 'Name three colours.'
            """
    )

    @Argument(help: "The prompt; '-' stands for standard input.")
    package var prompt: [String] = []

    @Option(name: .shortAndLong, help: "The model (default: the profile's).")
    package var model: String?

    @Option(name: .shortAndLong, parsing: .unconditional, help: "The system prompt: how the model should behave.")
    package var system: String?

    @Option(
        name: [.customShort("o"), .customLong("option")],
        help: ArgumentHelp(
            "A request option, such as: -o temperature 0.2. Repeatable; '+name' sends any field.",
            valueName: "name value"
        )
    )
    package var options: [String] = []

    @Option(name: .customLong("max-tokens"), parsing: .unconditional, help: "The most tokens that the answer may have.")
    package var maxTokens: Int?

    @Flag(name: .customLong("no-stream"), help: "Wait for the whole answer before writing it.")
    package var noStream = false

    @Flag(help: "Write the server's whole answer as JSON; errors are JSON as well, on standard error.")
    package var json = false

    @Flag(name: .customLong("no-stdin"), help: "Do not read standard input.")
    package var noStandardInput = false

    @Flag(name: .shortAndLong, help: "Say nothing on standard error but errors.")
    package var quiet = false

    @OptionGroup(title: "Server")
    package var server: ServerFlags

    package init() {}

    package var reportsJSON: Bool { json }
    package var isQuiet: Bool { quiet }

    package func validate() throws {
        if let maxTokens, maxTokens < 1 { throw ValidationError("--max-tokens takes a number of at least 1") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let directories = try context.directories()
        let settings = try Settings(
            flags: server.flags(model: model),
            environment: context.environment,
            directories: directories
        )
        let parameters = try options.map(RequestParameters.parse)
        let prompt = try PromptReader(
            words: prompt,
            readsStandardInput: !noStandardInput,
            console: context.console
        ).read()
        let session = AskSession(settings: settings, context: context, directories: directories)
        var question = Question(prompt: prompt, system: system ?? settings.profile.system, parameters: parameters)
        question.maxTokens = maxTokens
        question.streams = !noStream
        question.writesJSON = json
        return try await Interrupts.cancelling { [question] in try await session.ask(question) }
    }
}
