package import Waiter
internal import WaiterModels

extension BatchLine {
    /// Parses a line of a batch input file.
    ///
    /// - Throws: `BulkError` with code `.invalidInput` and the line number.
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
    /// - Throws: `BulkError` with code `.invalidInput` and the line number. The message describes the problem.
    package init(_ value: JSONValue, line: Int) throws {
        func invalid(_ problem: String) -> BulkError {
            BulkError(.invalidInput, "line \(line): \(problem)", line: line)
        }
        guard let customID = value["custom_id"]?.stringValue, !customID.isEmpty else {
            throw invalid("custom_id must be a non-empty string")
        }
        guard value["method"]?.stringValue ?? "POST" == "POST" else { throw invalid("method must be POST") }
        guard let url = value["url"]?.stringValue else {
            throw invalid("url must be a path such as /v1/chat/completions")
        }
        if let problem = Self.problem(withPath: url) { throw invalid(problem) }
        guard let body = value["body"], body.objectValue != nil else { throw invalid("body must be an object") }
        guard body["model"]?.stringValue?.isEmpty == false else {
            throw invalid("body.model must be a non-empty string")
        }
        guard body["stream"]?.boolValue != true else { throw invalid("streams are not supported in bulk runs") }
        self.init(customID: customID, url: url, body: body)
    }

    /// Returns the reason why requests cannot be sent to the given path, or `nil` if they can be sent.
    ///
    /// Servers can have additional endpoints. An unknown path is therefore accepted, unless it is probably a
    /// misspelling of a known path. A misspelled path would cause every row to fail after the run has started.
    private static func problem(withPath path: String) -> String? {
        if BulkEndpoint.operations[path] != nil { return nil }
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        let isPlain = segments.allSatisfy { segment in
            segment.contains { $0 != "." } && segment.utf8.allSatisfy { isUnreserved($0) }
        }
        guard path.hasPrefix("/v1/"), isPlain else {
            return "url must be a path such as /v1/chat/completions, without a host or a query"
        }
        let known = BulkEndpoint.known
        guard !known.contains(path), let nearest = NearestName.find(path, in: known),
            NearestName.distance(path, nearest) <= 2
        else { return nil }
        return "unknown url \(path); did you mean '\(nearest)'?"
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }
}
