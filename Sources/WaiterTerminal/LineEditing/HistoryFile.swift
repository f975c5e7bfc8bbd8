internal import WaiterPlatform

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The history file. Each entry is stored as a JSON string, so that a multi-line entry occupies a single line.
///
/// Each entry is appended with a single write. The file is locked while an entry is appended and while the file is
/// truncated. All errors are ignored, because the history is not essential.
struct HistoryFile: Sendable {
    /// The maximum size of a stored entry. Larger entries are skipped.
    private static let longestEntry = 1 << 20
    private static let largestFile = 256 << 20

    let path: String
    let limit: Int

    /// An explanation of why the file is not used and how to fix the problem, or `nil` if no other user could have
    /// written the file.
    var distrust: String? {
        do {
            if let descriptor = try PrivateFile.open(path, loose: .tightened) { close(descriptor) }
            return nil
        } catch {
            return error.distrust.map { reason in error.remedy.map { "\(reason): \($0)" } ?? reason }
        }
    }

    /// Loads the most recent entries, skipping invalid lines that a crash or another program may have left behind.
    func load() -> [String] {
        guard let bytes = contents() else { return [] }
        let lines = bytes.split(separator: 0x0A)
        // Truncates the file only when the number of lines exceeds the limit by a quarter, instead of after every
        // entry.
        if lines.count > limit + limit / 4 { shorten() }
        var entries: [String] = []
        for line in lines.suffix(limit + limit / 4) {
            guard let entry = Self.entry(of: line), entry != entries.last else { continue }
            entries.append(entry)
        }
        return entries.suffix(limit)
    }

    /// Appends an entry to the file.
    func append(_ entry: String) {
        guard entry.utf8.count <= Self.longestEntry, let line = Self.line(for: entry) else { return }
        if let directory = FileSystem.parent(of: path) {
            guard (try? PrivateFile.createDirectory(directory)) != nil else { return }
        }
        withLockedFile { descriptor in
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { return }
            var last: UInt8 = 0x0A
            if status.st_size > 0 { pread(descriptor, &last, 1, status.st_size - 1) }
            // A full disk or a crash may have truncated the preceding line. A line feed prevents the preceding line
            // from corrupting this one.
            let bytes = (last == 0x0A ? [] : [0x0A]) + line
            _ = write(descriptor, bytes, bytes.count)
        }
    }

    /// Truncates the file to its most recent lines.
    private func shorten() {
        withLockedFile { _ in
            guard let bytes = contents(), let path = try? PrivateFile.resolve(path) else { return }
            let lines = bytes.split(separator: 0x0A)
            guard lines.count > limit else { return }
            let kept = Array(lines.suffix(limit).joined(separator: [0x0A])) + [0x0A]
            try? PrivateFile.replace(path, with: kept, temporary: path + ".new")
        }
    }

    /// Opens and locks the file. If the lock is not available within about half a second, the method proceeds without
    /// it, because another process might hold it indefinitely.
    private func withLockedFile(_ body: (Int32) -> Void) {
        for _ in 0..<10 {
            let flags = O_RDWR | O_APPEND | O_CREAT
            guard let descriptor = try? PrivateFile.open(path, flags, loose: .tightened) else { return }
            defer { close(descriptor) }
            for _ in 0..<100 where flock(descriptor, LOCK_EX | LOCK_NB) != 0 { usleep(5_000) }
            var (held, named) = (stat(), stat())
            guard fstat(descriptor, &held) == 0, held.st_mode & S_IFMT == S_IFREG else { return }
            // Another process may have replaced the file while this process waited for the lock.
            if stat(path, &named) == 0, named.st_ino == held.st_ino, named.st_dev == held.st_dev {
                return body(descriptor)
            }
        }
    }

    private func contents() -> [UInt8]? {
        guard let descriptor = try? PrivateFile.open(path, loose: .tightened) else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        guard status.st_size <= Self.largestFile else { return nil }
        var bytes: [UInt8] = []
        let input = DescriptorInput(descriptor: descriptor)
        while case .bytes(let more)? = try? input.read(within: 0, limit: 1 << 18) { bytes += more }
        return bytes
    }
}

// MARK: - Lines

extension HistoryFile {
    private static let quote = UInt8(ascii: "\"")

    private static func line(for entry: String) -> [UInt8]? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return (try? encoder.encode(entry)).map { Array($0) + [0x0A] }
    }

    private static func entry(of line: ArraySlice<UInt8>) -> String? {
        // This is a fast path for lines that need no unescaping. Nearly all lines are of this kind, and thousands
        // of lines might be read before the first prompt.
        if line.count > 1, line.first == quote, line.last == quote {
            let inner = line.dropFirst().dropLast()
            if !inner.contains(where: { $0 == 0x5C || $0 == quote || $0 < 0x20 }) {
                return String(validating: inner, as: UTF8.self)
            }
        }
        return try? JSONDecoder().decode(String.self, from: Data(line))
    }
}
