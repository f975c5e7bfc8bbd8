internal import Subprocess
public import Waiter
internal import WaiterPlatform

/// A program that a model can call as a tool.
///
///     let weather = try ProgramTool(
///         "weather", description: "Reports the weather of a city.",
///         parameters: .object([("city", .string())], required: ["city"]),
///         command: "/usr/local/bin/weather --json",
///         environment: ProgramEnvironment(inheriting: ProcessInfo.processInfo.environment, secrets: [apiKey])
///     )
///     let run = try client.chat.completions.run(request, tools: [weather.tool])
///
/// The program receives the arguments as a JSON object on standard input, and its standard output is the result. The
/// program is started without a shell, in its own session without a terminal. If its exit code is not 0, the model
/// receives the exit code and the end of standard error. If the program exceeds its time or output limit, or if the
/// call is cancelled, the program and its descendants are terminated.
///
/// If `SIGPIPE` still has its default action, creating a tool makes this process ignore the signal. SwiftNIO also
/// ignores this signal.
public struct ProgramTool: Sendable {
    /// The name, which consists of at most 64 letters, digits, `_` and `-`.
    public let name: String
    /// A description for the model.
    public let description: String?
    /// The schema of the arguments, or `nil` for a program that takes no arguments.
    public let parameters: JSONSchema?
    /// The maximum size of the result in bytes. A program that prints more is terminated.
    public var outputBytes = 128 << 10
    /// The maximum duration of a call.
    public var timeLimit: Duration = .seconds(60)
    /// Whether calls to the tool can run concurrently with calls to other tools for which this value is also `true`.
    public var isIndependent = false
    package var clock: any Clock<Duration> = ContinuousClock()
    private let command: ProgramCommand

    /// Creates a tool from a command line. The command line is split into words according to shell syntax, but
    /// variables, wildcards, pipes and redirections are not supported.
    ///
    /// - Parameters:
    ///   - name: The name of the tool, which consists of at most 64 letters, digits, `_` and `-`.
    ///   - description: A description for the model.
    ///   - parameters: The schema of the arguments, or `nil` for a program that takes no arguments.
    ///   - command: The name or path of the program, followed by its arguments.
    ///   - environment: The environment of the program.
    ///   - directory: The working directory, or `nil` for this process's working directory.
    /// - Throws: `OpenAIError` with code `.configuration` if the command is empty or contains an unclosed quotation
    ///   mark.
    public init(
        _ name: String,
        description: String?,
        parameters: JSONSchema?,
        command: String,
        environment: ProgramEnvironment,
        directory: String? = nil
    ) throws {
        do {
            self.name = name
            self.description = description
            self.parameters = parameters
            self.command = try ProgramCommand(
                ProgramCommand.words(command),
                environment: environment,
                directory: directory
            )
        } catch {
            throw OpenAIError(.configuration, "the tool '\(PlainText.line(name))' is invalid: \(error.message)")
        }
    }

    /// The tool to pass to a run.
    public var tool: FunctionTool {
        var tool = FunctionTool(
            name,
            description: description,
            parameters: parameters,
            isIndependent: isIndependent,
            call: call
        )
        // The program has its own time limit. When that limit expires, the program is terminated and the outcome is
        // known.
        tool.timeLimit = nil
        return tool
    }

    /// Runs the program with JSON arguments.
    ///
    /// - Returns: The output of the program, or a description of its failure with `isError` set. Control characters are
    ///   removed.
    /// - Throws: `CancellationError`.
    public func call(_ arguments: JSONValue) async throws -> ToolOutput {
        let run = ProgramRun(command: command, outputLimit: outputBytes, timeLimit: timeLimit, clock: clock)
        do {
            return output(of: try await run.run(input: arguments.jsonBytes + [0x0A]))
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            return ToolOutput(command.description(of: error), isError: true)
        }
    }

    private func output(of outcome: ProgramRun.Outcome) -> ToolOutput {
        let text = PlainText.cleaned(outcome.output)
        let failure: String
        switch outcome.ending {
        case .exited(0): return ToolOutput(text)
        case .exited(let code): failure = "the program failed with exit code \(code)"
        case .signaled(let signal): failure = "the program was terminated by signal \(signal)"
        case .timedOut: failure = "the program was terminated after \(timeLimit.shortText); its effects are unknown"
        case .tooMuchOutput: failure = "the program was terminated after printing \(outputBytes) bytes"
        }
        var parts = [failure]
        if !outcome.errors.isEmpty { parts.append("standard error:\n\(outcome.errors)") }
        if !text.isEmpty { parts.append("standard output:\n\(text)") }
        return ToolOutput(parts.joined(separator: "\n"), isError: true)
    }
}
