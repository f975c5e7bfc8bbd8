internal import Waiter
internal import WaiterModels
internal import WaiterPlatform

/// The input file for one of the provider's batches. Rows can be added to the file.
final class BatchFile: Sendable {
    /// The size limits of an input file. See https://platform.openai.com/docs/api-reference/batch/create
    struct Limits: Sendable {
        var lines = 50_000
        var bytes = 190 << 20
        var embeddingInputs = 50_000
    }

    /// The directory for temporary files.
    static var temporaryDirectory: String {
        getenv("TMPDIR").map { String(cString: $0) }.flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp"
    }

    let path: String
    private let descriptor: Int32

    /// Creates a private temporary file.
    ///
    /// - Throws: `FileSystemError`.
    init(in directory: String, part: BulkPart, key: String) throws {
        path = "\(directory)/waiter-batch-\(key)-\(part.number).jsonl"
        unlink(path)
        descriptor = try PrivateFile.create(path)
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    /// Appends the lines for the given rows.
    ///
    /// - Throws: `FileSystemError`.
    func append(_ rows: [BulkRow]) throws {
        var bytes: [UInt8] = []
        for row in rows { bytes += Self.line(row) }
        try FileSystem.write(bytes, to: descriptor, path: path)
    }

    /// Returns the line for a row. The line contains the request's body, unchanged.
    static func line(_ row: BulkRow) -> [UInt8] {
        var line = Array(#"{"custom_id":"#.utf8)
        line += JSONValue.string(row.customID).jsonBytes
        line += Array(#","method":"POST","url":"#.utf8)
        line += JSONValue.string(row.path).jsonBytes
        line += Array(#","body":"#.utf8)
        line += row.body
        line += Array("}\n".utf8)
        return line
    }
}
