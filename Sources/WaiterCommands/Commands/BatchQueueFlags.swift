package import ArgumentParser

/// Flags that select the queue of a run.
package struct BatchQueueFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Use the queue in this PostgreSQL database, such as postgres://user@host/database (default: WAITER_QUEUE or \
            a file). Keep the password in ~/.pgpass or PGPASSWORD, because other users can see command lines.
            """,
            valueName: "url"
        )
    )
    package var queue: String?

    package init() {}

    package func validate() throws {
        if let queue, !BatchQueueSource.isPostgreSQL(queue) {
            throw ValidationError("--queue must be a connection string, such as postgres://user@host/database")
        }
    }

    /// Returns the queue that the flags and the environment select.
    ///
    /// - Throws: `CommandFailure` for an invalid WAITER_QUEUE.
    func source(_ context: CommandContext) throws -> BatchQueueSource {
        let variable = context.environment["WAITER_QUEUE"].flatMap { $0.isEmpty ? nil : $0 }
        if queue == nil, let variable, !BatchQueueSource.isPostgreSQL(variable) {
            throw CommandFailure.usage(
                "WAITER_QUEUE is not a connection string",
                nextStep: "set it to one, such as postgres://user@host/database"
            )
        }
        return BatchQueueSource(context: context, connectionString: queue ?? variable, isArgument: queue != nil)
    }
}
