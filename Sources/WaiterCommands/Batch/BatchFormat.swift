internal import ArgumentParser

/// The format of a batch's input.
package enum BatchFormat: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// The format is inferred from the file name or, failing that, from the first line.
    case auto
    /// One JSON value per line: a request for OpenAI's Batch API, an object with `prompt` or `messages`, or a string.
    case jsonl
    /// Comma-separated values with a header.
    case csv
    /// One prompt per line.
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
