internal import WaiterBulkPostgreSQL

extension CommandFailure {
    /// Converts an error from a PostgreSQL queue to a failure for the user.
    init(_ error: PostgreSQLError) {
        let status: ExitStatus =
            switch error.code {
            case .connection: .network
            case .invalidConnectionString: .usage
            default: .failure
            }
        self.init(status, error.message, nextStep: Self.nextStep(error), kind: "\(error.code)")
    }

    private static func nextStep(_ error: PostgreSQLError) -> String? {
        switch error.code {
        case .connection: "check --queue or WAITER_QUEUE, the PG* variables and ~/.pgpass"
        case .libraryNotFound: "if it is installed, set WAITER_LIBPQ to its path"
        case .unsupported: "use another database, or the newest version of waiter"
        // insufficient_privilege
        case .query where error.sqlState == "42501":
            "grant the user the privilege to create a schema, or all privileges on the schema waiter_bulk"
        default: nil
        }
    }
}
