internal import WaiterPlatform

/// Locates the executable of the running program.
public enum ExecutablePath {
    /// Returns the absolute path of the executable with symbolic links resolved, or `nil` if the system does not
    /// provide the path.
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
