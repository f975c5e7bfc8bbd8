/// Finds download sizes and causes of failure in pip's output.
enum PipOutput {
    /// Parses the size in `  Downloading name.whl (33.8 MB)` or `  Using cached ...`. pip uses decimal units.
    static func downloadBytes(in line: String) -> Int64? {
        let text = line.drop { $0 == " " }
        guard text.hasPrefix("Downloading ") || text.hasPrefix("Using cached ") else { return nil }
        guard let open = text.lastIndex(of: "("), let close = text.lastIndex(of: ")"), open < close else { return nil }
        let parts = text[text.index(after: open)..<close].split(separator: " ")
        guard parts.count == 2, let amount = Double(String(parts[0])), amount.isFinite, amount >= 0, amount < 1e6 else {
            return nil
        }
        let units: [Substring: Double] = ["bytes": 1, "kB": 1e3, "KB": 1e3, "MB": 1e6, "GB": 1e9]
        return units[parts[1]].map { Int64(amount * $0) }
    }

    enum Cause: Equatable {
        case diskFull
        case network
        case digestMismatch
        case noMatchingWheel
        case other
    }

    /// Returns the cause of a failure.
    ///
    /// If the disk is full or the network fails, pip also prints messages that indicate other causes. A full disk and a
    /// network failure therefore take precedence over other causes.
    static func cause(of output: String) -> Cause {
        func says(_ phrases: [String]) -> Bool {
            phrases.contains { output.contains($0) }
        }
        if says(["Errno 28]", "No space left on device", "Errno 122]", "Errno 69]", "Disk quota exceeded"]) {
            return .diskFull
        }
        if says(networkPhrases) { return .network }
        if says(["THESE PACKAGES DO NOT MATCH THE HASHES"]) { return .digestMismatch }
        if says(["No matching distribution found", "Could not find a version"]) { return .noMatchingWheel }
        return .other
    }

    private static let networkPhrases = [
        "Failed to establish a new connection", "NewConnectionError", "NameResolutionError",
        "Name or service not known", "Temporary failure in name resolution", "nodename nor servname",
        "Network is unreachable", "No route to host",
        "ConnectTimeoutError", "ReadTimeoutError", "timed out", "Connection refused", "Connection reset",
        "Connection aborted", "ProxyError", "Cannot connect to proxy", "SSLError", "CERTIFICATE_VERIFY_FAILED",
        "IncompleteRead", "RemoteDisconnected", "is not a trusted or secure host", "HTTP error 5", "HTTPError: 5",
    ]

    /// Returns the errors and warnings to show to the user, or the last lines of the output if it contains no errors or
    /// warnings.
    static func details(of output: String) -> String {
        let lines = output.split(whereSeparator: \.isNewline).map(String.init)
        let telling = lines.filter { $0.hasPrefix("ERROR") || $0.hasPrefix("WARNING") || $0.hasPrefix("Error") }
        return (telling.isEmpty ? lines.suffix(8) : telling.suffix(8)).joined(separator: "\n")
    }
}
