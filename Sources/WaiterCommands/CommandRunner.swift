internal import ArgumentParser
internal import Waiter
internal import WaiterLocal

/// Runs a command line from its words to its exit code; the one place where errors become text.
package enum CommandRunner {
    package static func run(_ invocation: Invocation) async -> Int32 {
        Interrupts.ignoreWriteSignals()
        let console = Console()
        guard invocation.hasOutput else {
            // Before anything is sent that costs money and whose answer nobody would see.
            console.say(CommandFailure(.failure, "standard output is closed").text)
            return ExitStatus.failure.rawValue
        }
        if let word = invocation.invalidWord {
            console.say(CommandFailure.usage("word \(word) of the command line is not UTF-8").text)
            return ExitStatus.usage.rawValue
        }
        if invocation.words.isEmpty, StandardInput.isTerminal { return shortHelp(console) }
        let command: any ParsableCommand
        do {
            command = try WaiterCommand.parseAsRoot(ArgumentRewriter.rewrite(invocation.words))
        } catch {
            return report(parsing: error, console)
        }
        guard let command = command as? any WaiterSubcommand else { return help(for: command, console) }
        let context = CommandContext(environment: invocation.environment, console: Console(isQuiet: command.isQuiet))
        return await run(command, in: context).rawValue
    }

    private static func run(_ command: any WaiterSubcommand, in context: CommandContext) async -> ExitStatus {
        do {
            return try await command.run(in: context)
        } catch let interruption as Interrupts.Interruption {
            context.console.notice("waiter: interrupted")
            return interruption.status
        } catch StandardStream.Failure.closedByReader {
            return .complete
        } catch {
            let failure = failure(error)
            context.console.say(command.reportsJSON ? failure.json.jsonText : failure.text)
            return failure.status
        }
    }

    private static func failure(_ error: any Error) -> CommandFailure {
        switch error {
        case let failure as CommandFailure: failure
        case let error as OpenAIError: CommandFailure(error, host: "", keyRemedy: "check the key")
        case let error as LocalModelError: CommandFailure(error)
        case StandardStream.Failure.failed(let number):
            CommandFailure(.failure, "cannot write the answer", place: systemMessage(number), kind: "output")
        case is CancellationError: CommandFailure(.interrupted, "interrupted")
        default: CommandFailure(.failure, TerminalText.line("\(error)"))
        }
    }

    // MARK: Help and usage

    /// Commands that only hold others, and the parser's own `help`, answer by throwing the help that is wanted.
    private static func help(for command: any ParsableCommand, _ console: Console) -> Int32 {
        var command = command
        do {
            try command.run()
            return ExitStatus.complete.rawValue
        } catch {
            return report(parsing: error, console)
        }
    }

    private static func report(parsing error: any Error, _ console: Console) -> Int32 {
        let code = WaiterCommand.exitCode(for: error)
        let text = WaiterCommand.fullMessage(for: error)
        guard code == .success else {
            // The parser's own words, in the shape of all our errors.
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
            let first = lines.first.map { $0.hasPrefix("Error: ") ? "waiter: " + $0.dropFirst(7) : $0 } ?? ""
            console.say(([TerminalText.line(first)] + lines.dropFirst().map(TerminalText.safe)).joined(separator: "\n"))
            return ExitStatus.usage.rawValue
        }
        do {
            try console.write(text + "\n")
            return ExitStatus.complete.rawValue
        } catch {
            return error == .closedByReader ? ExitStatus.complete.rawValue : ExitStatus.failure.rawValue
        }
    }

    private static func shortHelp(_ console: Console) -> Int32 {
        let text = """
            waiter: ask a language model from the terminal

              waiter 'What is an API?'
              cat report.txt | waiter 'Summarise this.'
              waiter local install          a model on this machine, no key needed

            waiter --help shows everything.
            """
        console.say(text)
        return ExitStatus.usage.rawValue
    }
}
