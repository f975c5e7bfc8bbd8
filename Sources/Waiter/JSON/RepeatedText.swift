internal import WaiterPlatform

/// A string that is the same in each chunk of a stream. The string is decoded once and then shared.
struct RepeatedText {
    private var bytes: [UInt8] = []
    private var text: String?

    mutating func read(_ reader: inout JSONReader) throws -> String? {
        guard reader.peek() == UInt8(ascii: "\"") else { return try reader.readTextOrNil() }
        let (raw, isEscaped) = try reader.readStringBytes()
        if let text, isRepeated(raw) { return text }
        let text = JSONStringDecoder.text(raw, isEscaped: isEscaped)
        bytes = Array(raw)
        self.text = text
        return text
    }

    private func isRepeated(_ raw: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let start = raw.baseAddress, bytes.count == raw.count else { return false }
        return bytes.withUnsafeBytes { memcmp($0.baseAddress.unsafelyUnwrapped, start, raw.count) == 0 }
    }
}
