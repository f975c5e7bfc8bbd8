internal import ArgumentParser
internal import Waiter
internal import WaiterTerminal

/// Runs a command line and returns its exit code.
///
/// This is the only place where errors are converted to text.
package enum CommandRunner {
    package static func run(_ invocation: Invocation) async -> Int32 {
        Interrupts.ignoreWriteSignals()
        let console = Console()
        guard invocation.hasOutput else {
            // Fail before sending a request, because the request would cost money and its answer could not be shown.
            console.say(CommandFailure(.failure, "standard output is closed").text)
            return ExitStatus.failure.rawValue
        }
        let wantsJSON = invocation.words.prefix { $0 != "--" }.contains { $0 == "--json" || $0 == "--events" }
        if let word = invocation.invalidWord {
            return say(.usage("argument \(word) is not UTF-8"), asJSON: wantsJSON, console)
        }
        if invocation.words.isEmpty, StandardInput.isTerminal { return shortHelp(console) }
        let command: any ParsableCommand
        do {
            command = try WaiterCommand.parseAsRoot(ArgumentRewriter(WaiterCommand.tree).rewrite(invocation.words))
        } catch let failure as CommandFailure {
            return say(failure, asJSON: wantsJSON, console)
        } catch {
            return report(parsing: error, asJSON: wantsJSON, console)
        }
        guard let command = command as? any WaiterSubcommand else { return help(for: command, console) }
        let isDumb = invocation.environment["TERM"] == "dumb"
        let context = CommandContext(
            environment: invocation.environment,
            console: Console(
                isQuiet: command.isQuiet,
                movesCursor: !isDumb,
                form: command.reportsJSON ? NoticeLine.json : nil
            )
        )
        return await run(command, in: context)
    }

    private static func run(_ command: any WaiterSubcommand, in context: CommandContext) async -> Int32 {
        do {
            return try await command.run(in: context).rawValue
        } catch StandardStream.Failure.closedByReader {
            return ExitStatus.complete.rawValue
        } catch {
            return say(CommandFailure(any: error), asJSON: command.reportsJSON, context.console)
        }
    }

    private static func say(_ failure: CommandFailure, asJSON: Bool, _ console: Console) -> Int32 {
        let isNews = failure.status != .interrupted && failure.status != .terminated
        if asJSON {
            let json = failure.json.jsonText
            console.sayExactly(console.error.isTerminal ? TerminalText.safe(json) : json)
        } else if isNews || !console.isQuiet {
            console.say(failure.text)
        }
        return failure.status.rawValue
    }

    // MARK: Help and usage

    /// Prints the help that `run` throws for command groups and for the parser's `help` command.
    private static func help(for command: any ParsableCommand, _ console: Console) -> Int32 {
        var command = command
        do {
            try command.run()
            return ExitStatus.complete.rawValue
        } catch {
            return report(parsing: error, asJSON: false, console)
        }
    }

    private static func report(parsing error: any Error, asJSON: Bool, _ console: Console) -> Int32 {
        let code = WaiterCommand.exitCode(for: error)
        let text = WaiterCommand.fullMessage(for: error)
        guard code == .success else {
            return say(CommandFailure(parserText: text), asJSON: asJSON, console)
        }
        do {
            try console.write(text + "\n")
            return ExitStatus.complete.rawValue
        } catch {
            return error == .closedByReader
                ? ExitStatus.complete.rawValue : say(CommandFailure(any: error), asJSON: asJSON, console)
        }
    }

    private static func shortHelp(_ console: Console) -> Int32 {
        let text = """
            waiter: talk to large language models from the terminal

              waiter 'What is an API?'
              cat report.txt | waiter 'Summarize this.'
              waiter local install          install a local model; no key needed

            See 'waiter --help' for all commands and options.
            """
        console.say(text)
        return ExitStatus.usage.rawValue
    }
}
