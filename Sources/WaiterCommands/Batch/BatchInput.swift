internal import Waiter
internal import WaiterBulk
internal import WaiterPlatform

/// Reads the requests in a batch one at a time, using a constant amount of memory.
struct BatchInput {
    private var reader: LineReader
    private let format: BatchFormat
    private let maker: BatchRequestMaker
    private var header: [String]?
    private var first: [UInt8]?

    /// The FNV-1a hash of all bytes read so far. After the last request has been read, this is the hash of the whole
    /// file.
    var hash: String { String(reader.hash.value, radix: 16) }

    /// Opens the input.
    ///
    /// - Throws: `BulkError` with code `.invalidInput` if the input cannot be read.
    init(path: String, format: BatchFormat, maker: BatchRequestMaker) throws {
        var reader = try LineReader(path: path)
        let first = try reader.next()
        (self.reader, self.first, self.maker) = (reader, first, maker)
        self.format = format.resolved(path: path, firstLine: first)
    }

    /// Returns the next request with its line number, or `nil` at the end of the input.
    ///
    /// - Throws: `CommandFailure`, or `BulkError` with code `.invalidInput` for an invalid line. After an invalid line,
    ///   the next line can still be read.
    mutating func next() throws -> (request: BatchLine, line: Int)? {
        while let bytes = try nextLine() {
            guard bytes.contains(where: { $0 > 0x20 }) else { continue }
            let line = reader.number
            switch format {
            case .csv:
                guard let columns = try columns(bytes, line) else { continue }
                return (try maker.request(columns: columns, line: line), line)
            case .lines:
                return (try maker.request(prompt: try text(bytes, line), line: line), line)
            case .jsonl, .auto:
                let json: JSONValue
                do {
                    json = try JSONValue(parsingForeign: bytes)
                } catch {
                    throw BulkError(.invalidInput, "line \(line) is not valid JSON", line: line)
                }
                return (try maker.request(json: json, line: line), line)
            }
        }
        return nil
    }

    private mutating func nextLine() throws -> [UInt8]? {
        if let line = first {
            first = nil
            return line
        }
        return try reader.next()
    }

    /// Returns the columns of a CSV row, or `nil` if the row is the header. A row can span several lines.
    private mutating func columns(_ bytes: [UInt8], _ line: Int) throws -> JSONObject? {
        var bytes = bytes
        while bytes.count(where: { $0 == UInt8(ascii: "\"") }) % 2 == 1 {
            guard let more = try nextLine() else {
                throw BulkError(.invalidInput, "line \(line) has an unclosed quote", line: line)
            }
            bytes.append(0x0A)
            bytes += more
        }
        let cells = CSVLine.rows(try text(bytes, line)).first ?? []
        guard let header else {
            header = cells.map { $0.trimmed }
            return nil
        }
        guard cells.count <= header.count else {
            throw BulkError(
                .invalidInput,
                "line \(line) has \(cells.count) cells, but the header has \(header.count)",
                line: line
            )
        }
        return JSONObject(zip(header, cells).map { ($0, JSONValue.string($1)) })
    }

    private func text(_ bytes: [UInt8], _ line: Int) throws -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw BulkError(.invalidInput, "line \(line) is not UTF-8", line: line)
        }
        return text
    }
}
