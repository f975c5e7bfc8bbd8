package import Waiter

extension BatchLine {
    /// Parses a line of a batch input file.
    ///
    /// - Throws: `BulkError` with code `.invalidInput` that names the line.
    package init(parsing bytes: [UInt8], line: Int) throws {
        let value: JSONValue
        do {
            value = try JSONValue(parsingForeign: bytes)
        } catch {
            throw BulkError(.invalidInput, "line \(line) is not valid JSON", line: line)
        }
        try self.init(value, line: line)
    }

    /// Reads a request from JSON.
    ///
    /// - Throws: `BulkError` with code `.invalidInput` that names the line and the problem.
    package init(_ value: JSONValue, line: Int) throws {
        func invalid(_ problem: String) -> BulkError {
            BulkError(.invalidInput, "line \(line): \(problem)", line: line)
        }
        guard let customID = value["custom_id"]?.stringValue, !customID.isEmpty else {
            throw invalid("custom_id must be a non-empty string")
        }
        guard value["method"]?.stringValue ?? "POST" == "POST" else { throw invalid("method must be POST") }
        guard let url = value["url"]?.stringValue, url.hasPrefix("/") else {
            throw invalid("url must be a path such as /v1/chat/completions")
        }
        guard let body = value["body"], body.objectValue != nil else { throw invalid("body must be an object") }
        guard body["model"]?.stringValue?.isEmpty == false else {
            throw invalid("body.model must be a non-empty string")
        }
        guard body["stream"]?.boolValue != true else { throw invalid("streams are not supported in bulk runs") }
        self.init(customID: customID, url: url, body: body)
    }
}
