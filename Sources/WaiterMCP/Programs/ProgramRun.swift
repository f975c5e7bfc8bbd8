internal import Subprocess
internal import Waiter
internal import WaiterPlatform

/// Runs a program to completion, with limits on its output and its duration.
struct ProgramRun: Sendable {
    /// The result of a run.
    struct Outcome: Sendable {
        enum Ending: Sendable, Hashable {
            case exited(Int32)
            case signaled(Int32)
            case timedOut
            case tooMuchOutput
        }

        var ending: Ending
        /// The start of standard output.
        var output: [UInt8]
        /// The end of standard error.
        var errors: String
    }

    /// The maximum number of bytes of standard error in an outcome. This is enough for an error message with a stack
    /// trace.
    private static let errorBytes = 4096
    /// The maximum time that a program can take to exit after SIGTERM.
    private static let grace = Duration.seconds(1)

    var command: ProgramCommand
    var outputLimit: Int
    var timeLimit: Duration
    var clock: any Clock<Duration>

    /// Runs the program with the given bytes as standard input.
    ///
    /// If the program exceeds a limit or the task is cancelled, the program and its descendants are terminated.
    ///
    /// - Throws: `SubprocessError` if the program cannot be started, or `CancellationError`.
    func run(input: [UInt8]) async throws -> Outcome {
        try Task.checkCancellation()
        let outcome = try await withThrowingTaskGroup(of: Outcome?.self) { group in
            group.addTask { try await launch(input) }
            group.addTask { [clock, timeLimit] in
                try await clock.sleep(for: timeLimit)
                return nil
            }
            defer { group.cancelAll() }
            if let outcome = try await group.next() ?? nil { return outcome }
            group.cancelAll()
            // If the program was terminated, the outcome contains its output up to that point. If the program never
            // started, there is no outcome.
            var outcome = Outcome(ending: .timedOut, output: [], errors: "")
            if case .success(let ended?)? = await group.nextResult() { outcome = ended }
            outcome.ending = .timedOut
            return outcome
        }
        try Task.checkCancellation()
        return outcome
    }

    private enum Part: Sendable {
        case input
        case output(bytes: [UInt8], isComplete: Bool)
        case errors(String)
    }

    private func launch(_ input: [UInt8]) async throws -> Outcome {
        let result = try await Subprocess.run(
            command.configuration(grace: Self.grace),
            input: .inputWriter,
            output: .sequence,
            error: .sequence
        ) { execution in
            let program = execution.processIdentifier.value
            ChildGroups.insert(program)
            defer { ChildGroups.remove(program) }
            let outcome = await withTaskGroup(of: Part.self) { group in
                let (writer, limit) = (execution.standardInputWriter, outputLimit)
                let (output, errors) = (execution.standardOutput, execution.standardError)
                group.addTask {
                    // A program can exit without reading its input, so write errors are ignored.
                    _ = try? await writer.write(input)
                    try? await writer.finish()
                    return .input
                }
                group.addTask { await Self.head(of: output, limit: limit) }
                group.addTask { .errors(await Self.tail(of: errors)) }
                var outcome = Outcome(ending: .exited(0), output: [], errors: "")
                for await part in group {
                    switch part {
                    case .input: break
                    case .errors(let text): outcome.errors = text
                    case .output(let bytes, let isComplete):
                        outcome.output = bytes
                        guard !isComplete else { break }
                        outcome.ending = .tooMuchOutput
                        await execution.teardown(using: [
                            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: Self.grace)
                        ])
                    }
                }
                return outcome
            }
            // Kill any descendants that ignored the termination signal.
            if Task.isCancelled || outcome.ending == .tooMuchOutput {
                try? execution.send(signal: .kill, toProcessGroup: true)
            }
            return outcome
        }
        var outcome = result.closureResult
        guard outcome.ending != .tooMuchOutput else { return outcome }
        switch result.terminationStatus {
        case .exited(let code): outcome.ending = .exited(code)
        case .signaled(let signal): outcome.ending = .signaled(signal)
        }
        return outcome
    }

    private static func head(of output: SubprocessOutputSequence, limit: Int) async -> Part {
        var bytes: [UInt8] = []
        do {
            for try await chunk in output {
                chunk.withUnsafeBytes { bytes.append(contentsOf: $0.prefix(limit + 1 - bytes.count)) }
                if bytes.count > limit { return .output(bytes: Array(bytes.prefix(limit)), isComplete: false) }
            }
        } catch {
            // A read error on the pipe is treated as the end of the output.
        }
        return .output(bytes: bytes, isComplete: true)
    }

    private static func tail(of errors: SubprocessOutputSequence) async -> String {
        var tail = TailBuffer(limit: errorBytes)
        do {
            for try await chunk in errors { chunk.withUnsafeBytes { tail.append($0) } }
        } catch {
            // As with standard output, a read error is treated as the end of the output.
        }
        return tail.text
    }
}
