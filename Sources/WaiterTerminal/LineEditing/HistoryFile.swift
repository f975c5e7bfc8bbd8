internal import WaiterPlatform

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The file of past entries: a JSON string on each line, so that an entry of several lines is one line there.
///
/// An entry is one write at the end of the file, under a lock that also whoever shortens the file takes. Whatever fails
/// is passed over: a history is a convenience.
struct HistoryFile: Sendable {
    /// An entry that is larger is not written.
    private static let longestEntry = 1 << 20
    private static let largestFile = 256 << 20

    let path: String
    let limit: Int

    /// The last entries; lines that are none, as a crash or another program may leave them, are passed over.
    func load() -> [String] {
        guard let bytes = contents() else { return [] }
        let lines = bytes.split(separator: 0x0A)
        // Rather seldom than for each entry too many.
        if lines.count > limit + limit / 4 { shorten() }
        var entries: [String] = []
        for line in lines.suffix(limit + limit / 4) {
            guard let entry = Self.entry(of: line), entry != entries.last else { continue }
            entries.append(entry)
        }
        return entries.suffix(limit)
    }

    /// Adds an entry at the end.
    func append(_ entry: String) {
        guard entry.utf8.count <= Self.longestEntry, let line = Self.line(for: entry) else { return }
        if let directory = FileSystem.parent(of: path) { try? PrivateFile.createDirectory(directory) }
        withLockedFile { descriptor in
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { return }
            // Also in a file that was made by something else.
            if status.st_mode & 0o777 != 0o600 { fchmod(descriptor, 0o600) }
            var last: UInt8 = 0x0A
            if status.st_size > 0 { pread(descriptor, &last, 1, status.st_size - 1) }
            // What a full disk or a crash has cut must not take this line with it.
            let bytes = (last == 0x0A ? [] : [0x0A]) + line
            _ = write(descriptor, bytes, bytes.count)
        }
    }

    /// Replaces the file by its last lines.
    private func shorten() {
        withLockedFile { _ in
            guard let bytes = contents(), let target = realpath(path, nil) else { return }
            defer { free(target) }
            let lines = bytes.split(separator: 0x0A)
            guard lines.count > limit else { return }
            let kept = Array(lines.suffix(limit).joined(separator: [0x0A])) + [0x0A]
            let path = String(cString: target)
            try? PrivateFile.replace(path, with: kept, temporary: path + ".new")
        }
    }

    /// Opens and locks the file; without the lock, which somebody may keep forever, it goes on after a while.
    private func withLockedFile(_ body: (Int32) -> Void) {
        for _ in 0..<10 {
            // Not to wait for the other end of what turns out to be a pipe.
            let flags = O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK
            let descriptor = open(path, flags, 0o600)
            guard descriptor >= 0 else { return }
            defer { close(descriptor) }
            for _ in 0..<100 where flock(descriptor, LOCK_EX | LOCK_NB) != 0 { usleep(5_000) }
            var (held, named) = (stat(), stat())
            guard fstat(descriptor, &held) == 0, held.st_mode & S_IFMT == S_IFREG else { return }
            // Another process may have put a shorter file in its place meanwhile.
            if stat(path, &named) == 0, named.st_ino == held.st_ino, named.st_dev == held.st_dev {
                return body(descriptor)
            }
        }
    }

    private func contents() -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
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
        // Nearly all lines are as simple as this, and there may be thousands to read before the first prompt.
        if line.count > 1, line.first == quote, line.last == quote {
            let inner = line.dropFirst().dropLast()
            if !inner.contains(where: { $0 == 0x5C || $0 == quote || $0 < 0x20 }) {
                return String(validating: inner, as: UTF8.self)
            }
        }
        return try? JSONDecoder().decode(String.self, from: Data(line))
    }
}
