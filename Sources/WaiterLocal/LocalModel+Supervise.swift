extension LocalModel {
    /// Runs the server until it becomes idle, is stopped, or exits.
    ///
    /// The process that `start` launches calls this method.
    ///
    /// The method permanently replaces the process's handlers for SIGTERM, SIGINT and SIGHUP, and writes only to the log file.
    ///
    /// - Parameters:
    ///   - request: The last argument that `start` passed to the executable.
    ///   - environment: The environment of this process. The engine inherits only allowed variables.
    /// - Throws: `LocalModelError` if the server cannot start. The process waiting in `start` has already been notified, so the
    ///   caller only has to exit with a nonzero status.
    public static func supervise(request: String, environment: [String: String]) async throws {
        let request = try SupervisorRequest.decode(request)
        let model = LocalModel(directory: request.directory, environment: environment)
        let options = try request.options.validated()
        try await Supervisor(installation: model.installation, machine: model.machine, options: options).run()
    }
}
