internal import Waiter

/// A request exactly as the lesson server received it.
struct LessonRequest: Sendable {
    /// The request line, such as `POST /v1/chat/completions HTTP/1.1`.
    var line: String
    /// The header lines in order, such as `content-type: application/json`.
    var headers: [String]
    var body: [UInt8]

    /// The path in the request line.
    var path: String {
        let words = line.split(separator: " ")
        return words.count > 1 ? String(words[1]) : ""
    }

    /// The body as JSON, or null if it is not JSON.
    var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }

    /// Returns the value of a header, or `nil` if there is no such header.
    func header(_ name: String) -> String? {
        for header in headers {
            guard let colon = header.firstIndex(of: ":"), header[..<colon].lowercased() == name else { continue }
            return String(header[header.index(after: colon)...].drop { $0 == " " })
        }
        return nil
    }
}
