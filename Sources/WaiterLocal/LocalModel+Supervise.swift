extension LocalModel {
    /// Runs the server until it becomes idle, is stopped, or exits.
    ///
    /// Call this method in the process that `start` launches.
    ///
    /// This method permanently replaces the process's signal handlers for SIGTERM, SIGINT and SIGHUP. The method writes
    /// only to the log file.
    ///
    /// - Parameters:
    ///   - request: The last argument that `start` passed to the executable.
    ///   - environment: The environment of this process. The engine inherits only allowed variables.
    /// - Throws: `LocalModelError` if the server cannot start. The process that is waiting in `start` has already been
    ///   notified of the error, so the caller only has to exit with a nonzero status.
    public static func supervise(request: String, environment: [String: String]) async throws {
        let request = try SupervisorRequest.decode(request)
        let model = LocalModel(directory: request.directory, environment: environment)
        let options = try request.options.validated()
        try await Supervisor(installation: model.installation, machine: model.machine, options: options).run()
    }
}
