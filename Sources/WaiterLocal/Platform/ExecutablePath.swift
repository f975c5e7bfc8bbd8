internal import WaiterPlatform

/// Finds the file of the running program, whatever it was called as.
public enum ExecutablePath {
    /// The absolute path of the running executable, links resolved; nil when the system does not tell.
    public static func current() -> String? {
        #if canImport(Darwin)
            var size: UInt32 = 4096
            var buffer = [CChar](repeating: 0, count: Int(size))
            guard _NSGetExecutablePath(&buffer, &size) == 0, let resolved = realpath(buffer, nil) else { return nil }
        #else
            guard let resolved = realpath("/proc/self/exe", nil) else { return nil }
        #endif
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
