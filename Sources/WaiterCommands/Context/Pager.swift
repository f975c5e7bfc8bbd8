internal import Subprocess
internal import WaiterLocal
internal import WaiterPlatform
internal import WaiterTerminal

#if canImport(System)
    internal import System
#else
    internal import SystemPackage
#endif

/// Shows output that is longer than the screen in the user's pager.
package enum Pager {
    /// Calls a closure with a console that captures its output, and shows the output in the pager.
    ///
    /// The output is written directly if it fits on the screen, if PAGER is not set, or if standard output is not a
    /// terminal.
    ///
    /// - Throws: Any error thrown by `body`, or `StandardStream.Failure`.
    package static func paging(
        _ context: CommandContext,
        _ body: (CommandContext) async throws -> ExitStatus
    ) async throws -> ExitStatus {
        let console = context.console
        guard console.output.isTerminal, context.environment["TERM"] != "dumb",
            let pager = context.environment["PAGER"], !pager.isEmpty, pager != "cat",
            let file = temporaryFile(context.environment)
        else { return try await body(context) }
        defer { close(file) }
        var paged = context
        paged.console = Console(
            output: StandardStream(descriptor: file, pagedOn: console.output),
            error: console.error,
            isQuiet: console.isQuiet
        )
        let status = try await body(paged)
        let text = try contents(of: file)
        if text.count(where: { $0 == 0x0A }) < console.output.size.rows {
            try console.write(String(decoding: text, as: UTF8.self))
        } else if try await !show(file, in: pager, context.environment) {
            try console.write(String(decoding: text, as: UTF8.self))
        }
        return status
    }

    /// Creates a temporary file that has already been unlinked.
    private static func temporaryFile(_ environment: [String: String]) -> Int32? {
        let folder = environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
        var template = Array("\(folder)/waiter-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { return nil }
        unlink(template)
        return descriptor
    }

    private static func contents(of file: Int32) throws -> [UInt8] {
        lseek(file, 0, SEEK_SET)
        defer { lseek(file, 0, SEEK_SET) }
        var (text, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
        while true {
            let count = read(file, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw StandardStream.Failure.failed(errno) }
            if count == 0 { return text }
            text += buffer[..<count]
        }
    }

    /// Runs the pager and returns whether the shell found it.
    private static func show(_ file: Int32, in pager: String, _ environment: [String: String]) async throws -> Bool {
        // While the pager runs, only the pager handles Ctrl-C.
        let previous = signal(SIGINT) { _ in }
        defer { signal(SIGINT, previous) }
        // Like Git, enable colors, and make the pager quit if the output fits on one screen.
        let environment = ["LESS": "FRX", "LV": "-c"].merging(environment) { $1 }
        let result = try await Subprocess.run(
            .path("/bin/sh"),
            arguments: ["-c", pager],
            environment: .only(environment),
            input: .fileDescriptor(FileDescriptor(rawValue: file), closeAfterSpawningProcess: false),
            output: .currentStandardOutput,
            error: .currentStandardError
        )
        return result.terminationStatus != .exited(127)
    }
}
