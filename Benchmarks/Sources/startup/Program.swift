#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The exit status and resource usage of a program.
struct Ended {
    var status: Int32
    var cpuMicroseconds: Double
    var peakMebibytes: Double
}

/// A running program. Its output is discarded.
struct Program {
    let process: pid_t

    /// Starts a program with this process's environment and additional variables. Returns `nil` if the program cannot
    /// be started.
    static func run(_ path: String, _ arguments: [String], environment: [String]) -> Program? {
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
        }
        var process = pid_t()
        let inherited = ["PATH", "HOME", "LD_LIBRARY_PATH"].compactMap { (name: String) in
            getenv(name).map { "\(name)=\(String(cString: $0))" }
        }
        let result = withCStrings([path] + arguments) { arguments in
            withCStrings(inherited + environment) { environment in
                posix_spawn(&process, path, &actions, nil, arguments, environment)
            }
        }
        return result == 0 ? Program(process: process) : nil
    }

    /// The CPU time used so far, or `nil` if the system does not provide this information.
    var cpuMicroseconds: Double? {
        #if canImport(Darwin)
            return nil
        #else
            var clock = clockid_t()
            var time = timespec()
            guard clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 else { return nil }
            return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1000
        #endif
    }

    /// Waits for the program to exit.
    func wait() -> Ended {
        var status: Int32 = 0
        var usage = rusage()
        while wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
        let seconds = Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        let microseconds = Double(usage.ru_utime.tv_usec) + Double(usage.ru_stime.tv_usec)
        #if canImport(Darwin)
            let peak = Double(usage.ru_maxrss) / 1_048_576
        #else
            let peak = Double(usage.ru_maxrss) / 1024
        #endif
        return Ended(status: status, cpuMicroseconds: seconds * 1e6 + microseconds, peakMebibytes: peak)
    }
}

/// Calls a closure with the strings as a null-terminated C array.
private func withCStrings<T>(
    _ strings: [String],
    _ body: ([UnsafeMutablePointer<CChar>?]) -> T
) -> T {
    let copies = strings.map { strdup($0) } + [nil]
    defer { for copy in copies { free(copy) } }
    return body(copies)
}
