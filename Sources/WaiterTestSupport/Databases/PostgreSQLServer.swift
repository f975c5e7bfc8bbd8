internal import Foundation
internal import Synchronization
internal import WaiterPlatform

/// A PostgreSQL server that has a database in a temporary directory and listens on a socket in that directory.
public final class PostgreSQLServer: Sendable {
    private let folder: String
    private let programs: String

    /// The directories of all running servers. The servers are stopped when the process exits.
    private static let running = Mutex<[String]>([])

    /// The directory of the newest installed PostgreSQL server programs, or `nil` if PostgreSQL is not installed.
    public static let programs: String? = {
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        let versions = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"].flatMap { root in
            ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? [])
                .filter { !root.hasSuffix("opt") || $0.hasPrefix("postgresql") }
                .sorted { $0.compare($1, options: .numeric) == .orderedDescending }
                .map { "\(root)/\($0)/bin" }
        }
        return (versions + path).first { directory in
            ["initdb", "pg_ctl"].allSatisfy { access("\(directory)/\($0)", X_OK) == 0 }
        }
    }()

    /// Whether a server can be started. If the tests run as root, the server must run as another user, because
    /// PostgreSQL refuses to run as root.
    public static var isAvailable: Bool { programs != nil && (geteuid() != 0 || getpwnam("postgres") != nil) }

    /// The reason to report when tests are skipped.
    public static let absence = "PostgreSQL is not installed"

    /// Creates a database and starts the server.
    public init() throws {
        guard let programs = Self.programs else { throw CocoaError(.fileNoSuchFile) }
        // Socket paths are limited to 107 bytes.
        let folder = "/tmp/waiter-pg-\(UUID().uuidString.prefix(8))"
        (self.folder, self.programs) = (folder, programs)
        guard mkdir(folder, 0o755) == 0 else { throw CocoaError(.fileWriteUnknown) }
        if geteuid() == 0, let user = getpwnam("postgres") { chown(folder, user.pointee.pw_uid, user.pointee.pw_gid) }
        try run("initdb", ["-D", "\(folder)/data", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-N"])
        Self.running.withLock { running in
            if running.isEmpty { atexit { PostgreSQLServer.stopAll() } }
            running.append(folder)
        }
        try start()
    }

    deinit {
        Self.stop(folder)
        try? FileManager.default.removeItem(atPath: folder)
        Self.running.withLock { $0.removeAll { $0 == folder } }
    }

    /// Returns the connection string of a database.
    public func url(_ database: String = "postgres", user: String = "postgres") -> String {
        "postgresql://\(user)@/\(database)?host=\(folder)"
    }

    /// Starts the server.
    public func start() throws {
        // Writes do not have to be synced to disk. Even if a test stops the server immediately, no data is lost,
        // because the operating system keeps running.
        let options = "-c listen_addresses= -c unix_socket_directories=\(folder) -c fsync=off"
        try run("pg_ctl", ["-D", "\(folder)/data", "-l", "\(folder)/log", "-o", options, "-w", "-s", "start"])
    }

    /// Stops the server as if its machine had failed.
    public func crash() throws {
        try run("pg_ctl", ["-D", "\(folder)/data", "-m", "immediate", "-w", "-s", "stop"])
    }

    private func run(_ program: String, _ arguments: [String]) throws {
        // If the server runs as another user, that user might not have access to the tests' working directory.
        // `Process` is not used, because it waits for all processes that inherit its descriptors, and the server is one
        // of them.
        let user = geteuid() == 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : []
        let spawner = Spawner(
            executable: "/bin/sh",
            arguments: ["-c", #"cd "$0" && exec "$@""#, folder] + user + ["\(programs)/\(program)"] + arguments,
            environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "LC_ALL": "C"],
            descriptors: [
                .file("/dev/null", flags: O_RDONLY), .file("/dev/null", flags: O_WRONLY),
                .file("/dev/null", flags: O_WRONLY),
            ]
        )
        let process = try spawner.spawn()
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else {
            throw CocoaError(.executableLoad, userInfo: [NSDebugDescriptionErrorKey: "\(program) failed"])
        }
    }

    private static func stopAll() {
        for folder in running.withLock(\.self) {
            stop(folder)
            try? FileManager.default.removeItem(atPath: folder)
        }
    }

    /// Stops a server immediately and waits until it has exited. A server that has not exited yet can still write to
    /// its directory.
    private static func stop(_ folder: String) {
        let file = "\(folder)/data/postmaster.pid"
        guard let text = try? String(contentsOfFile: file, encoding: .utf8),
            let id = text.split(separator: "\n").first.flatMap({ Int32($0) }), id > 1
        else { return }
        kill(id, SIGQUIT)
        // The PID file is also checked, because a process that has exited keeps its ID until it is reaped.
        for _ in 0..<500 where kill(id, 0) == 0 && access(file, F_OK) == 0 { usleep(10_000) }
    }
}
