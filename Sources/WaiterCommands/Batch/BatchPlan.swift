internal import Waiter
internal import WaiterBulk
internal import WaiterPlatform
internal import WaiterTerminal

/// The input of a run and the options that determine its requests. They are stored with the run so that changes can be
/// detected.
struct BatchPlan {
    var input: String
    var output: String
    var format: BatchFormat
    var maker: BatchRequestMaker
    var shard: BatchShard?
    var skipsInvalid = false
    /// The options that determine the requests.
    var fingerprint = ""

    /// The details of a new run, before its input has been read.
    var details: JSONObject {
        var details: JSONObject = [
            "input": .string(input), "output": .string(output), "options": .string(fingerprint),
            "shard": shard.map { .string($0.defaultValueDescription) } ?? .null,
        ]
        for (name, value) in BatchAnswerCheck.details(maker) { details[name] = value }
        return details
    }

    /// Returns the absolute form of a path, with symbolic links resolved except in the last component.
    static func absolute(_ path: String) -> String {
        guard let directory = realpath(FileSystem.parent(of: path) ?? (path.hasPrefix("/") ? "/" : "."), nil) else {
            return path
        }
        defer { free(directory) }
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let base = String(cString: directory)
        return base == "/" ? "/\(name)" : "\(base)/\(name)"
    }

    /// Reads the input into a new run.
    ///
    /// - Parameters:
    ///   - run: The run.
    ///   - onInvalid: A closure that receives a description of each invalid line that is skipped.
    /// - Returns: The number of rows, or `nil` if the run already exists.
    /// - Throws: `BulkError`, `CommandFailure`, `StoreError`, `CancellationError`.
    func load(_ run: BulkRun, onInvalid: @escaping (String) -> Void) async throws -> Int? {
        guard var loader = try await BulkLoader(run, details: details) else { return nil }
        if skipsInvalid {
            loader.onDuplicate = { line, id, first in
                onInvalid("line \(line) has the same custom_id as line \(first): '\(id)'")
            }
        }
        do {
            try await read(into: &loader, onInvalid: onInvalid)
        } catch {
            // Remove the run, because an incomplete run could never be processed. If the lease was lost, another
            // process owns the run, and the run is not removed.
            if (error as? BulkError)?.code != .leaseLost { try? await run.queue.remove(run.name) }
            throw error
        }
        return loader.count
    }

    /// Reads the input.
    private func read(into loader: inout BulkLoader, onInvalid: (String) -> Void) async throws {
        var source = try BatchInput(path: input, format: format, maker: maker)
        while true {
            try Task.checkCancellation()
            do {
                guard let (request, line) = try source.next() else { break }
                if shard?.contains(request.customID) ?? true { try await loader.add(request, line: line) }
            } catch let error as BulkError where error.code == .invalidInput && error.line != nil && skipsInvalid {
                onInvalid(error.message)
            }
        }
        var details = details
        details["hash"] = .string(source.hash)
        for (name, value) in Self.facts(of: input) { details[name] = value }
        try await loader.finish(details: details)
    }

    /// Checks that a run was created from the same input and options.
    ///
    /// - Throws: `BulkError` with code `.inputChanged`.
    func check(_ status: BulkStatus) throws {
        let details = status.details
        let name = status.name
        guard details["options"]?.stringValue == fingerprint else {
            throw BulkError(
                .inputChanged,
                "the run '\(name)' was created with a different model, template, schema or shard, or with different options"
            )
        }
        guard details["input"]?.stringValue == input else {
            let original = details["input"]?.stringValue ?? "?"
            throw BulkError(
                .inputChanged,
                "the run '\(name)' was created from \(original == "-" ? "standard input" : original)"
            )
        }
        let facts = Self.facts(of: input)
        if input == "-" ? StandardInput.isTerminal : facts.allSatisfy({ details[$0.key] == $0.value }) { return }
        var reader = try LineReader(path: input)
        while try reader.next() != nil {}
        // A run that was created from standard input can be resumed without that input.
        if input == "-", reader.number == 0 { return }
        guard details["hash"]?.stringValue == String(reader.hash.value, radix: 16) else {
            let file = input == "-" ? "standard input" : input
            throw BulkError(.inputChanged, "\(file) has changed since the run '\(name)' began")
        }
    }

    /// Returns the size and modification time of a file. If both are unchanged, the file is not read again.
    private static func facts(of path: String) -> JSONObject {
        guard path != "-" else { return [:] }
        return [
            "size": .integer(FileSystem.size(of: path) ?? -1),
            "modified": .integer(FileSystem.modificationTime(of: path)),
        ]
    }
}
