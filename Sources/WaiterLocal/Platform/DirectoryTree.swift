internal import WaiterPlatform

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Operations on directory trees.
enum DirectoryTree {
    /// Returns the total size of the regular files in a directory tree. Files that are removed during the scan are
    /// ignored.
    static func size(_ directory: String) -> Int64 {
        names(in: directory).reduce(into: 0) { total, name in
            let path = "\(directory)/\(name)"
            var status = stat()
            guard lstat(path, &status) == 0 else { return }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: total += size(path)
            case S_IFREG: total += Int64(status.st_size)
            default: break
            }
        }
    }

    /// Returns the names of a directory's entries, or an empty array if the directory cannot be read.
    static func names(in directory: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    }

    /// Removes a file or a directory tree. Errors are ignored.
    static func remove(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
    }
}
