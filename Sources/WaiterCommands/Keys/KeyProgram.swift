internal import Waiter
internal import WaiterPlatform

/// A user-defined command that prints a key, such as `op read op://private/openai/key`.
package struct KeyProgram: Sendable {
    /// The time limit, which is long enough for the user to unlock a vault.
    package static let timeLimit = Duration.seconds(60)

    private static let outputLimit = 1 << 16

    private let command: String
    private let name: String
    private let process: ChildProcess

    package init(
        _ command: String,
        name: String,
        environment: [String: String],
        timeLimit: Duration = timeLimit
    ) {
        self.command = command
        self.name = name
        var process = ChildProcess("/bin/sh", ["-c", command], environment: environment)
        process.passesErrors = true
        process.timeLimit = timeLimit
        self.process = process
    }

    /// Runs the command in the shell and returns its output without surrounding whitespace.
    ///
    /// - Throws: `CommandFailure` with exit code 8, or `CancellationError`. The errors never contain the command's
    ///   output.
    package func run() async throws -> String {
        let outcome: ChildProcess.Outcome
        do {
            outcome = try await process.run(outputLimit: Self.outputLimit)
        } catch let error as ChildProcess.Failure {
            throw failure(words(for: error))
        }
        guard outcome.succeeded else {
            throw failure(outcome.exitCode.map { "exit code \($0)" } ?? "terminated by a signal")
        }
        guard let output = String(validating: outcome.output, as: UTF8.self) else {
            throw failure("its output is not UTF-8")
        }
        let key = KeyText.trimmed(output)
        if key.isEmpty { throw failure("it printed nothing") }
        if let defect = APIKey.defect(in: key) { throw failure("its output is not a valid key: \(defect)") }
        return key
    }

    private func words(for error: ChildProcess.Failure) -> String {
        switch error {
        case .notFound: "/bin/sh not found"
        case .timedOut: "timed out after \((process.timeLimit ?? .zero).shortText)"
        case .tooMuchOutput: "its output is too long for a key"
        case .failed(let reason): reason
        }
    }

    private func failure(_ reason: String) -> CommandFailure {
        CommandFailure(
            .notAuthorized,
            "the command for the key '\(name)' failed",
            place: reason,
            nextStep:
                "to see the command, run: waiter keys list; to store a key instead, run: waiter keys set \(ShellWord.quoted(name))",
            kind: "keyCommand"
        )
    }
}
