import Foundation
import WaiterPlatform

/// A file system of one megabyte, if the tests can mount one.
enum SmallFileSystem {
    /// Runs a closure with its path; returns nil if nothing can be mounted, such as without root.
    static func with<T>(_ path: String, _ body: (String) async throws -> T) async throws -> T? {
        #if os(Linux)
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            guard mount("tmpfs", path, "tmpfs", 0, "size=1m") == 0 else { return nil }
            defer { umount2(path, 2) }
            return try await body(path)
        #else
            return nil
        #endif
    }
}
