package import Waiter
internal import WaiterTerminal

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The server on which `waiter files` stores files.
package enum FileServer {
    /// Runs calls to the profile's server and converts their errors for the user.
    ///
    /// - Parameters:
    ///   - flags: The flags that select the server.
    ///   - isVerbose: Whether to print the HTTP exchange.
    ///   - context: The context of the command.
    ///   - activity: The text to show while the calls run.
    ///   - calls: A closure that makes the calls.
    /// - Returns: The result of the calls.
    /// - Throws: `CommandFailure`, or any other error thrown by the calls.
    static func connecting<Result>(
        _ flags: Settings.Flags,
        isVerbose: Bool,
        _ context: CommandContext,
        _ activity: String,
        _ calls: (OpenAI) async throws -> Result
    ) async throws -> Result {
        let directories = context.directories()
        let settings = try Settings(
            flags: flags,
            environment: context.environment,
            directories: directories
        )
        var session = AskSession(settings: settings, context: context, directories: directories)
        session.isVerbose = isVerbose
        guard !session.isLocal else {
            throw CommandFailure.usage(
                "the local server does not support file storage",
                nextStep: settings.isLocalByDefault
                    ? "set OPENAI_API_KEY, or choose another server with -P" : "choose another server with -P"
            )
        }
        let connection = try await session.connect()
        defer { connection.finish() }
        context.console.startSpinner(TerminalText.line(activity))
        defer { context.console.stopSpinner() }
        do {
            return try await calls(connection.client)
        } catch let error as OpenAIError {
            var failure = session.described(error, host: connection.host)
            if error.code == .notFound {
                // In this context, a 404 response means that the file does not exist, not that the model is unknown.
                (failure.status, failure.what) = (
                    .failure, "the file was not found, or the server does not support file storage"
                )
                failure.nextStep = "see: waiter files"
            }
            throw failure
        }
    }

    /// Returns the options for an upload or download.
    static func transferOptions(_ client: OpenAI, _ progress: TransferNotice) -> RequestOptions {
        RequestOptions(
            timeouts: transferTimeouts(client.configuration.timeouts),
            onProgress: { progress.show($0) }
        )
    }

    /// Returns the timeouts for an upload or download. Unless the user sets a limit, the transfer can take up to a day.
    ///
    /// The default timeout for answers, ten minutes, is too short for transferring gigabytes of data. The idle timeout
    /// ends a stalled transfer.
    package static func transferTimeouts(_ configured: OpenAI.Timeouts) -> OpenAI.Timeouts {
        var timeouts = configured
        timeouts.total = timeouts.total ?? .seconds(86_400)
        return timeouts
    }

    /// Returns a file as JSON.
    static func json(_ file: FileObject) throws -> JSONValue {
        try JSONValue(parsing: JSONBodyEncoder.encode(file))
    }
}
