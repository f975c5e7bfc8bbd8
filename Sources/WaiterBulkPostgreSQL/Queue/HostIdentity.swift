internal import WaiterPlatform

/// The identity of the machine and the process namespace. A process identity is meaningful only on the same machine and
/// in the same namespace.
///
/// Host names are not unique, because containers created from the same image can share them. The combination of a boot
/// ID and a process namespace is unique.
enum HostIdentity {
    /// The identity. If the identity is unknown, this string is empty, and only the lease indicates whether a worker is
    /// alive.
    static let current: String = {
        #if os(Linux)
            guard let boot = line("/proc/sys/kernel/random/boot_id") else { return "" }
            var buffer = [CChar](repeating: 0, count: 128)
            let count = readlink("/proc/self/ns/pid", &buffer, buffer.count - 1)
            guard count > 0 else { return "" }
            return "\(boot) \(String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self))"
        #else
            var buffer = [CChar](repeating: 0, count: 128)
            var size = buffer.count
            guard sysctlbyname("kern.bootsessionuuid", &buffer, &size, nil, 0) == 0, size > 1 else { return "" }
            return String(decoding: buffer[..<(size - 1)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        #endif
    }()

    #if os(Linux)
        private static func line(_ path: String) -> String? {
            guard let file = fopen(path, "re") else { return nil }
            defer { fclose(file) }
            var buffer = [UInt8](repeating: 0, count: 128)
            let count = fread(&buffer, 1, buffer.count, file)
            let text = String(decoding: buffer[..<count], as: UTF8.self).trimmed
            return text.isEmpty ? nil : text
        }
    #endif
}
