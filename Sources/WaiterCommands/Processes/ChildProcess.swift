internal import Subprocess
internal import WaiterLocal

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// A program that is run to completion for its output.
package struct ChildProcess: Sendable {
    /// The result of running a program.
    package struct Outcome: Sendable {
        /// The exit code, or `nil` if the program was terminated by a signal.
        package var exitCode: Int32?
        package var output: [UInt8]
        /// The standard error output, unless it was passed through to the user.
        package var errors: String

        package var succeeded: Bool { exitCode == 0 }
    }

    /// The reason a program could not be run to completion.
    package enum Failure: Error, Hashable {
        case notFound
        case timedOut
        case tooMuchOutput
        case failed(String)
    }

    /// A path or a name to look up in PATH.
    package var executable: String
    package var arguments: [String]
    package var environment: [String: String]
    package var directory: String?
    /// Whether standard error is passed through to the user instead of being captured.
    package var passesErrors = false
    package var timeLimit: Duration?

    package init(_ executable: String, _ arguments: [String], environment: [String: String], directory: String? = nil) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
    }

    /// Runs the program with the given bytes as standard input.
    ///
    /// The program stays in the process group of `waiter`, so that it can prompt the user on the terminal and is
    /// interrupted by Ctrl-C. Cancelling the task terminates the program.
    ///
    /// - Throws: `Failure`, `CancellationError`.
    package func run(input: [UInt8] = [], outputLimit: Int) async throws -> Outcome {
        guard let timeLimit else { return try await launch(input, outputLimit) }
        return try await withThrowingTaskGroup(of: Outcome.self) { group in
            group.addTask { try await launch(input, outputLimit) }
            group.addTask {
                try await Task.sleep(for: timeLimit)
                throw Failure.timedOut
            }
            defer { group.cancelAll() }
            guard let outcome = try await group.next() else { throw CancellationError() }
            return outcome
        }
    }

    private func launch(_ input: [UInt8], _ limit: Int) async throws -> Outcome {
        try Task.checkCancellation()
        do {
            let outcome =
                passesErrors
                ? try await launch(input, limit, errors: .currentStandardError)
                : try await launch(input, limit, errors: .string(limit: 1 << 20))
            try Task.checkCancellation()
            return outcome
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            switch error.code {
            case .executableNotFound: throw Failure.notFound
            case .outputLimitExceeded: throw Failure.tooMuchOutput
            default: throw Failure.failed("\(error)")
            }
        }
    }

    private func launch<Errors: ErrorOutputProtocol>(
        _ input: [UInt8],
        _ limit: Int,
        errors: Errors
    ) async throws -> Outcome {
        var options = PlatformOptions()
        options.teardownSequence = [.gracefulShutDown(allowedDurationToNextStep: .seconds(1))]
        let result = try await Subprocess.run(
            executable.contains("/") ? .path(FilePath(executable)) : .name(executable),
            arguments: Arguments(arguments),
            environment: .only(environment),
            workingDirectory: directory.map { FilePath($0) },
            platformOptions: options,
            input: .array(input),
            output: .bytes(limit: limit),
            error: errors
        )
        var exitCode: Int32?
        if case .exited(let code) = result.terminationStatus { exitCode = code }
        let text = result.standardError as? String
        return Outcome(exitCode: exitCode, output: result.standardOutput, errors: text ?? "")
    }
}
