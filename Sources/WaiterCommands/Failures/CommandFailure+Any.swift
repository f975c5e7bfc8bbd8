internal import Waiter
internal import WaiterBulk
internal import WaiterBulkPostgreSQL
internal import WaiterLocal
internal import WaiterPlatform
internal import WaiterStore
internal import WaiterTerminal

extension CommandFailure {
    /// Converts any error to a failure for the user.
    init(any error: any Error) {
        self =
            switch error {
            case let failure as CommandFailure: failure
            case let error as OpenAIError: CommandFailure(error, host: "", keyRemedy: "check the key")
            case let error as LocalModelError: CommandFailure(error)
            case let error as StoreError: CommandFailure(error)
            case let error as BulkError: CommandFailure(error)
            case let error as PostgreSQLError: CommandFailure(error)
            case let error as FileSystemError: CommandFailure(error)
            case let error as TerminalError: CommandFailure(error)
            case StandardStream.Failure.failed(let number):
                CommandFailure(.failure, "cannot write the answer", place: systemMessage(number), kind: "output")
            case let error as Interrupts.Interruption: CommandFailure(error)
            case is CancellationError, StandardStream.Failure.cancelled: CommandFailure(.interrupted, "interrupted")
            default: CommandFailure(.failure, TerminalText.line("\(error)"))
            }
    }
}
