extension LocalModel {
    /// Runs the server until it is idle, stopped or exits.
    ///
    /// This is the body of the process that `start` launches.
    ///
    /// It permanently replaces this process's handlers of SIGTERM, SIGINT and SIGHUP, and writes only to the log file.
    ///
    /// - Parameters:
    ///   - request: The last argument that `start` gave to the executable of its launch.
    ///   - environment: The environment of this process, of which the engine inherits a listed set.
    /// - Throws: `LocalModelError` if the server cannot start; the process waiting in `start` has already been
    ///   notified, so only a nonzero exit remains to be done.
    public static func supervise(request: String, environment: [String: String]) async throws {
        let request = try SupervisorRequest.decode(request)
        let model = LocalModel(directory: request.directory, environment: environment)
        let options = try request.options.validated()
        try await Supervisor(installation: model.installation, machine: model.machine, options: options).run()
    }
}
