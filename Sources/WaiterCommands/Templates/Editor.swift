internal import Subprocess
internal import WaiterLocal
internal import WaiterPlatform

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// The user's editor, which can be a command with arguments.
package struct Editor: Sendable {
    private let environment: [String: String]

    package init(environment: [String: String]) {
        self.environment = environment
    }

    /// The command: `$VISUAL`, `$EDITOR` or `vi`, in this order.
    package var command: String {
        ["VISUAL", "EDITOR"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? "vi"
    }

    /// Opens a file in the editor and waits until the editor exits.
    ///
    /// - Throws: `CommandFailure` if the editor is missing or fails.
    package func edit(_ path: String) async throws {
        // While the editor runs, only the editor handles Ctrl-C. The signal is handled instead of ignored, because the
        // editor would inherit an ignored signal, but does not inherit a handler.
        let previous = signal(SIGINT) { _ in }
        defer { signal(SIGINT, previous) }
        let result = try await Subprocess.run(
            .path("/bin/sh"),
            // As in Git, the shell splits the command into words, but does not split the path.
            arguments: ["-c", command + #" "$@""#, "sh", path],
            environment: .only(environment),
            input: .currentStandardInput,
            output: .currentStandardOutput,
            error: .currentStandardError
        )
        switch result.terminationStatus {
        case .exited(0): return
        case .exited(127):
            throw CommandFailure.usage("editor '\(command)' not found", nextStep: "set EDITOR to your editor")
        default: throw CommandFailure(.failure, "the editor '\(command)' failed", kind: "editor")
        }
    }
}
