internal import Subprocess

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// Runs a command to completion and forwards its output line by line.
struct CommandRunner: Sendable {
    /// The result of a command, with the end of its combined standard output and standard error.
    struct Outcome: Sendable {
        var succeeded: Bool
        var output: String
    }

    /// The maximum number of characters of output in an `Outcome`. The end of the output is kept, because it contains
    /// the reason for a failure.
    private static let keptCharacters = 16_384

    var environment: [String: String]

    /// Runs a command without input in a new process group.
    ///
    /// If the task is cancelled, all processes in the group are terminated, and this method throws `CancellationError`.
    /// Processes that are still running after two seconds are killed.
    func run(
        _ executable: String,
        _ arguments: [String],
        adding extra: [String: String] = [:],
        onLine: @Sendable (String) -> Void = { _ in }
    ) async throws -> Outcome {
        try Task.checkCancellation()
        let result = try await Subprocess.run(
            .path(FilePath(executable)),
            arguments: Arguments(arguments),
            environment: .only(environment.merging(extra) { $1 }),
            platformOptions: Self.ownGroup(),
            input: .none,
            output: .sequence,
            error: .combinedWithOutput
        ) { execution in
            var kept = ""
            for try await line in execution.standardOutput.strings(bufferingPolicy: .unbounded) {
                onLine(line)
                kept += line + "\n"
                if kept.utf8.count > 2 * Self.keptCharacters { kept = String(kept.suffix(Self.keptCharacters)) }
            }
            return kept
        }
        try Task.checkCancellation()
        return Outcome(succeeded: result.terminationStatus.isSuccess, output: result.closureResult)
    }

    static func ownGroup() -> PlatformOptions {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .seconds(2))
        ]
        return options
    }
}
