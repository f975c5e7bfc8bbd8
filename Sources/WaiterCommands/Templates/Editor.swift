internal import Subprocess
internal import WaiterLocal
internal import WaiterPlatform

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// The user's editor, which may be a command with arguments of its own.
package struct Editor: Sendable {
    private let environment: [String: String]

    package init(environment: [String: String]) {
        self.environment = environment
    }

    /// `$VISUAL`, else `$EDITOR`, else `vi`.
    package var command: String {
        ["VISUAL", "EDITOR"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? "vi"
    }

    /// Lets the user edit a file, and waits until the editor has ended.
    ///
    /// - Throws: `CommandFailure` when the editor is missing or fails.
    package func edit(_ path: String) async throws {
        // Ctrl-C is the editor's own while it runs. A handler, unlike an ignored signal, is not inherited.
        let previous = signal(SIGINT) { _ in }
        defer { signal(SIGINT, previous) }
        let result = try await Subprocess.run(
            .path("/bin/sh"),
            // The shell splits the command, as git and others do, but not the path.
            arguments: ["-c", command + #" "$@""#, "sh", path],
            environment: .only(environment),
            input: .currentStandardInput,
            output: .currentStandardOutput,
            error: .currentStandardError
        )
        switch result.terminationStatus {
        case .exited(0): return
        case .exited(127):
            throw CommandFailure.usage("there is no editor '\(command)'", nextStep: "name yours in EDITOR")
        default: throw CommandFailure(.failure, "the editor '\(command)' failed", kind: "editor")
        }
    }
}
