/// The identity of a process. Other processes can use the identity to determine whether the process is still running.
///
/// Process IDs can be reused. If the system reports start times, the combination of process ID and start time is
/// unique.
package struct ProcessIdentity: Sendable, Hashable {
    package let id: Int32
    /// The start time of the process in a system-specific unit, or 0 if the start time is unknown.
    package let start: UInt64

    /// The identity of this process.
    package static let current = ProcessIdentity(id: getpid(), start: facts(of: getpid())?.start ?? 0)

    /// Creates the identity of a running process or returns `nil` if no process has this ID.
    package init?(running id: Int32) {
        guard id > 0, let facts = Self.facts(of: id), !facts.isDead else { return nil }
        self.init(id: id, start: facts.start)
    }

    private init(id: Int32, start: UInt64) {
        self.id = id
        self.start = start
    }

    /// Parses a string in the format of `text` or returns `nil` if the string has a different format.
    package init?(_ text: String) {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let id = Int32(parts[0]), id > 0, let start = UInt64(parts[1]) else { return nil }
        self.init(id: id, start: start)
    }

    /// The process ID and start time as text.
    package var text: String { self == .current ? Self.currentText : "\(id):\(start)" }

    private static let currentText = "\(current.id):\(current.start)"

    /// Whether the process is still running.
    package var isAlive: Bool {
        if self == .current { return true }
        guard kill(id, 0) == 0 || errno == EPERM else { return false }
        guard let now = Self.facts(of: id) else { return true }
        if now.isDead { return false }
        return start == 0 || now.start == start
    }

    private struct Facts {
        var start: UInt64
        /// Whether the process is a zombie.
        var isDead: Bool
    }

    #if os(Linux)
        /// Reads the start time of a process from `/proc/PID/stat`. The start time is the 22nd field, in clock ticks
        /// since boot.
        ///
        /// The process name precedes this field and can contain any character.
        ///
        /// A process is dead if its state, which is the 3rd field, is Z or X and the process has no other threads. If
        /// only the main thread has exited, the other threads are still running. See proc_pid_stat(5).
        private static func facts(of id: Int32) -> Facts? {
            guard let file = fopen("/proc/\(id)/stat", "re") else { return nil }
            defer { fclose(file) }
            var buffer = [UInt8](repeating: 0, count: 1024)
            let count = fread(&buffer, 1, buffer.count, file)
            guard let end = buffer[..<count].lastIndex(of: UInt8(ascii: ")")) else { return nil }
            let fields = buffer[(end + 1)..<count].split(separator: UInt8(ascii: " "))
            guard fields.count > 19, let start = UInt64(String(decoding: fields[19], as: UTF8.self)) else { return nil }
            let hasEnded = fields[0].first.map { "ZXx".utf8.contains($0) } ?? false
            let threads = Int(String(decoding: fields[17], as: UTF8.self)) ?? 0
            return Facts(start: start, isDead: hasEnded && threads < 2)
        }
    #elseif os(macOS)
        private static func facts(of id: Int32) -> Facts? {
            var facts = proc_bsdinfo()
            let size = Int32(MemoryLayout<proc_bsdinfo>.size)
            // With the argument 1, the result includes zombies.
            guard proc_pidinfo(id, PROC_PIDTBSDINFO, 1, &facts, size) == size else { return nil }
            let start = facts.pbi_start_tvsec * 1_000_000 + facts.pbi_start_tvusec
            return Facts(start: start, isDead: facts.pbi_status == UInt32(SZOMB))
        }
    #else
        /// Apps on this platform cannot read the start times of processes.
        private static func facts(of id: Int32) -> Facts? {
            kill(id, 0) == 0 || errno == EPERM ? Facts(start: 0, isDead: false) : nil
        }
    #endif
}
