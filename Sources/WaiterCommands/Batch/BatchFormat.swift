internal import ArgumentParser

/// The format of a batch's input.
package enum BatchFormat: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// Determined from the file name, and otherwise from the first line.
    case auto
    /// One JSON value a line: a request of OpenAI's Batch API, an object with `prompt` or `messages`, or a string.
    case jsonl
    /// Comma-separated values with a header.
    case csv
    /// One prompt a line.
    case lines

    /// Returns the format of a file.
    func resolved(path: String, firstLine: @autoclosure () -> [UInt8]?) -> BatchFormat {
        guard self == .auto else { return self }
        let name = path.lowercased()
        if name.hasSuffix(".csv") { return .csv }
        if name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") { return .jsonl }
        let first = firstLine()?.first { $0 > 0x20 }
        return first == UInt8(ascii: "{") ? .jsonl : .lines
    }
}
