package import ArgumentParser
internal import WaiterTerminal

/// The `learn` command, which explains the protocol in steps that make real calls.
package struct LearnCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "learn",
        abstract: "Learn to call a model, step by step; no key needed.",
        usage: "waiter learn [--step <number>] [--list] [--restart]",
        discussion: """
            Each step explains one idea, shows example calls in curl, waiter and Swift, and then makes the calls. The \
            calls go to a lesson server that runs on this machine during the step, so you need neither a key nor a \
            network connection. If the local model is installed (see 'waiter local install'), some steps also send it \
            a question.

            Resumes after the last completed step. On a terminal, the command waits for Enter before and after each \
            step's calls; otherwise, it runs all remaining steps without pausing.

            Examples:
              waiter learn
              waiter learn --list
              waiter learn --step 8
            """
    )

    @Flag(help: "List the steps and show which are complete.")
    package var list = false

    @Option(
        help: ArgumentHelp("Run this step, even if it is already complete.", valueName: "number"),
        completion: .list(Lesson.all.indices.map { "\($0 + 1)" })
    )
    package var step: Int?

    @Flag(help: "Clear your progress and start again at step 1.")
    package var restart = false

    package init() {}

    package func validate() throws {
        if let step, !(1...Lesson.all.count).contains(step) {
            throw ValidationError("--step must be between 1 and \(Lesson.all.count); see: waiter learn --list")
        }
        if [list, step != nil, restart].filter({ $0 }).count > 1 {
            throw ValidationError("--list, --step and --restart cannot be combined")
        }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let (list, step, restart) = (list, step, restart)
        return try await Interrupts.cancelling {
            var course = Course(context)
            if restart { course.restart() }
            if list {
                try course.list()
            } else if let step {
                try await course.run(number: step)
            } else {
                try await course.run()
            }
            return .complete
        }
    }
}
