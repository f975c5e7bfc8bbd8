#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Which process it is that has something under way, so that others can see whether it still lives.
///
/// Numbers of processes are used again; with the time of its start, where the system tells it, it is the only one.
struct ProcessIdentity: Sendable, Hashable {
    let id: Int32
    /// When the process started, in the system's own unit; 0 when nobody knows.
    let start: UInt64

    /// This process.
    static let current = ProcessIdentity(id: getpid(), start: start(of: getpid()) ?? 0)

    private init(id: Int32, start: UInt64) {
        self.id = id
        self.start = start
    }

    /// Reads what `text` wrote; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let id = Int32(parts[0]), id > 0, let start = UInt64(parts[1]) else { return nil }
        self.init(id: id, start: start)
    }

    /// Number and start.
    var text: String { "\(id):\(start)" }

    /// Whether the process still runs.
    var isAlive: Bool {
        if self == .current { return true }
        guard kill(id, 0) == 0 || errno == EPERM else { return false }
        guard start != 0, let now = Self.start(of: id) else { return true }
        return now == start
    }

    #if os(Linux)
        /// The 22nd field of /proc/PID/stat, in ticks since the machine started; the name before it may hold anything.
        ///
        /// See proc_pid_stat(5).
        private static func start(of id: Int32) -> UInt64? {
            guard let file = fopen("/proc/\(id)/stat", "re") else { return nil }
            defer { fclose(file) }
            var buffer = [UInt8](repeating: 0, count: 1024)
            let count = fread(&buffer, 1, buffer.count, file)
            guard let end = buffer[..<count].lastIndex(of: UInt8(ascii: ")")) else { return nil }
            let fields = buffer[(end + 1)..<count].split(separator: UInt8(ascii: " "))
            return fields.count > 19 ? UInt64(String(decoding: fields[19], as: UTF8.self)) : nil
        }
    #else
        private static func start(of id: Int32) -> UInt64? {
            var facts = proc_bsdinfo()
            let size = Int32(MemoryLayout<proc_bsdinfo>.size)
            guard proc_pidinfo(id, PROC_PIDTBSDINFO, 0, &facts, size) == size else { return nil }
            return facts.pbi_start_tvsec * 1_000_000 + facts.pbi_start_tvusec
        }
    #endif
}
