internal import WaiterPlatform

/// Starts a process with exactly the given descriptors.
struct Spawner {
    /// The source of a descriptor in the new process.
    enum Source {
        case descriptor(Int32)
        case file(String, flags: Int32)
        case closed
    }

    var executable: String
    var arguments: [String]
    var environment: [String: String]
    /// Standard input, output and error, in that order.
    var descriptors: [Source]

    #if canImport(Darwin)
        private static let newSession = Int16(POSIX_SPAWN_SETSID)
    #else
        // The value of POSIX_SPAWN_SETSID, which the headers define only with _GNU_SOURCE. The value is the same in
        // glibc and musl.
        private static let newSession: Int16 = 0x80
    #endif

    /// Starts the process.
    ///
    /// - Returns: The process ID.
    /// - Throws: `SocketError` with the name of the call that failed.
    func spawn() throws -> Int32 {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
            var attributes: posix_spawnattr_t?
        #else
            var actions = posix_spawn_file_actions_t()
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        for (number, source) in descriptors.enumerated() {
            switch source {
            case .descriptor(let descriptor): posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
            case .file(let path, let flags): posix_spawn_file_actions_addopen(&actions, Int32(number), path, flags, 0)
            case .closed: posix_spawn_file_actions_addclose(&actions, Int32(number))
            }
        }
        // The descriptors of other tests must not stay open for the lifetime of the new process.
        #if !canImport(Darwin)
            for descriptor in 3..<Int32(16_384) { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
            // These actions also close descriptors that other threads open before the process is spawned. Closing a
            // descriptor that is not open is harmless.
            let end = Int32(min(4096, sysconf(Int32(_SC_OPEN_MAX))))
            for descriptor in 3..<max(3, end) { posix_spawn_file_actions_addclose(&actions, descriptor) }
        #endif
        // The command runs in a new session, so it does not receive signals that are meant for the tests. Signal
        // dispositions are reset to their defaults.
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        var flags = Self.newSession | Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK)
        #if canImport(Darwin)
            flags |= Int16(POSIX_SPAWN_CLOEXEC_DEFAULT)
        #endif
        posix_spawnattr_setflags(&attributes, flags)
        let words = Self.cStrings([executable] + arguments)
        let variables = Self.cStrings(environment.map { "\($0.key)=\($0.value)" })
        defer { for pointer in words + variables { free(pointer) } }
        var processID: pid_t = 0
        let error = posix_spawn(&processID, executable, &actions, &attributes, words, variables)
        guard error == 0 else { throw SocketError(call: "posix_spawn \(executable)", number: error) }
        return processID
    }

    private static func cStrings(_ strings: [String]) -> [UnsafeMutablePointer<CChar>?] {
        strings.map { strdup($0) } + [nil]
    }
}
