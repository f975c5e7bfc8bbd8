internal import Waiter
internal import WaiterBulk
internal import WaiterPlatform
internal import WaiterTerminal

/// Writes the results of a run.
enum BatchOutput {
    /// The number of bytes that are buffered before they are written.
    private static let chunk = 256 << 10

    /// Writes the results to a temporary file and renames the file when all results have been written.
    ///
    /// - Returns: The number of results.
    /// - Throws: `StoreError`, or `CommandFailure` if the file cannot be written. If an error is thrown, an existing
    ///   file is unchanged.
    static func write(_ run: BulkRun, to path: String, ordered: Bool) async throws -> Int {
        let temporary = "\(path).\(getpid()).tmp"
        unlink(temporary)
        let descriptor: Int32
        do { descriptor = try PrivateFile.create(temporary) } catch { throw failure(path, error.number) }
        var isOpen = true
        do {
            let count = try await write(run, to: descriptor, path, ordered)
            guard fsync(descriptor) == 0 else { throw failure(path, errno) }
            isOpen = false
            guard close(descriptor) == 0, rename(temporary, path) == 0 else { throw failure(path, errno) }
            return count
        } catch {
            // After the descriptor is closed, its number can be reused for another file.
            if isOpen { close(descriptor) }
            unlink(temporary)
            throw error
        }
    }

    private static func write(_ run: BulkRun, to descriptor: Int32, _ path: String, _ ordered: Bool) async throws -> Int
    {
        var count = 0
        var buffer: [UInt8] = []
        for try await result in run.results(ordered: ordered) {
            buffer += result.json.jsonBytes
            buffer.append(0x0A)
            count += 1
            guard buffer.count >= chunk else { continue }
            try write(buffer, descriptor, path)
            buffer.removeAll(keepingCapacity: true)
        }
        try write(buffer, descriptor, path)
        return count
    }

    private static func write(_ bytes: [UInt8], _ descriptor: Int32, _ path: String) throws {
        do { try FileSystem.write(bytes, to: descriptor, path: path) } catch { throw failure(path, error.number) }
    }

    /// Checks that the file can be written. The check runs before anything is sent.
    ///
    /// - Throws: `CommandFailure`.
    static func check(_ path: String) throws {
        let directory = FileSystem.parent(of: path) ?? (path.hasPrefix("/") ? "/" : ".")
        guard access(directory, W_OK) == 0 else {
            throw CommandFailure.usage(
                "cannot write \(path) (\(systemMessage(errno)))",
                nextStep: "choose another file with -o"
            )
        }
        var facts = stat()
        if stat(path, &facts) == 0, facts.st_mode & S_IFMT != S_IFREG {
            throw CommandFailure.usage("\(path) is not a regular file", nextStep: "choose another file with -o")
        }
    }

    private static func failure(_ path: String, _ number: Int32) -> CommandFailure {
        var failure = CommandFailure(.failure, "cannot write \(path)", place: systemMessage(number), kind: "file")
        failure.nextStep = "the results are stored; write them elsewhere with: waiter batch export"
        return failure
    }
}
