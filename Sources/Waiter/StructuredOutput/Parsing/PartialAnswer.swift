/// Finds the JSON in the text of a streamed answer. The JSON is either the whole text or the content of the first code
/// fence.
struct PartialAnswer: Sendable {
    private enum Stage: Sendable {
        /// Only whitespace has been received.
        case start
        /// The parser is inside text other than JSON, after the given number of consecutive backticks.
        case prose(backticks: Int)
        /// The parser is on the line that opens a code fence, after the backticks.
        case fence
        case json
    }

    private(set) var json = PartialJSON()
    private var stage = Stage.start

    /// Appends text and returns whether the value has changed.
    mutating func append(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            var start = 0
            while start < bytes.count {
                if case .json = stage { return json.append(UnsafeBufferPointer(rebasing: bytes[start...])) }
                if !isStart(of: bytes[start]) { start += 1 }
            }
            return false
        }
    }

    /// Marks the answer as complete and returns whether the value has changed.
    mutating func finish() -> Bool { json.finish() }

    /// Returns whether a byte is part of the JSON. If it is not, the byte is consumed.
    private mutating func isStart(of byte: UInt8) -> Bool {
        switch stage {
        case .start:
            if ThinkTagSeparator.isSpace(byte) { return false }
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""), UInt8(ascii: "-"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                stage = .json
                return true
            default: stage = .prose(backticks: byte == UInt8(ascii: "`") ? 1 : 0)
            }
        case .prose(let backticks):
            guard byte == UInt8(ascii: "`") else {
                stage = .prose(backticks: 0)
                return false
            }
            stage = backticks == 2 ? .fence : .prose(backticks: backticks + 1)
        case .fence:
            if byte == UInt8(ascii: "\n") {
                stage = .json
            } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                stage = .json
                return true
            }
        case .json: return true
        }
        return false
    }
}
