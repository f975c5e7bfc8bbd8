extension FaultServer {
    /// A step of the server's script for a connection.
    public enum Step: Sendable {
        /// Writes bytes unchanged.
        case bytes([UInt8])
        /// Writes a range of a file without loading it into memory.
        case file(File, Range<Int64>)
        /// Runs several steps in order.
        case steps([Step])
        /// Waits until the test opens a gate.
        case wait(Gate)
        /// Opens a gate that the test waits on.
        case open(Gate)
        /// Closes the connection.
        case close
        /// Resets the connection (RST).
        case reset
        /// Shuts down only the sending direction.
        case halfClose
        /// Keeps the connection silent until the client closes it.
        case stall
        /// Pauses, as a slow server would. No test should depend on the duration of the pause.
        case pause(Duration)
        /// Repeats the given steps until the client closes the connection.
        case forever([Step])

        /// Writes text unchanged.
        public static func text(_ text: String) -> Step { .bytes(Array(text.utf8)) }

        /// Writes the head of a response, for example `.head(["content-length: 5"])`.
        public static func head(_ headers: [String], status: String = "200 OK") -> Step {
            .text((["HTTP/1.1 \(status)"] + headers).joined(separator: "\r\n") + "\r\n\r\n")
        }

        /// Writes a complete response with a content length.
        public static func response(
            _ body: String,
            status: String = "200 OK",
            headers: [String] = ["content-type: application/json"]
        ) -> Step {
            let lines = ["HTTP/1.1 \(status)"] + headers + ["content-length: \(body.utf8.count)"]
            return .text(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
        }

        /// Writes bytes in chunks, with a pause after each chunk.
        public static func slowly(_ bytes: [UInt8], chunkSize: Int, pause: Duration) -> Step {
            let size = max(1, chunkSize)
            return .steps(
                stride(from: 0, to: bytes.count, by: size).flatMap { start -> [Step] in
                    [.bytes(Array(bytes[start..<min(start + size, bytes.count)])), .pause(pause)]
                }
            )
        }

        /// The head of an event stream with chunked transfer encoding.
        public static let eventStreamHead = Step.head([
            "content-type: text/event-stream", "transfer-encoding: chunked",
        ])

        /// Writes one chunk of a chunked body. If the string is empty, writes nothing, because an empty chunk would
        /// terminate the body.
        public static func chunk(_ text: String) -> Step { .chunk(Array(text.utf8)) }

        /// Writes one chunk of a chunked body. If the array is empty, writes nothing, because an empty chunk would
        /// terminate the body.
        public static func chunk(_ bytes: [UInt8]) -> Step {
            if bytes.isEmpty { return .bytes([]) }
            return .bytes(Array((String(bytes.count, radix: 16) + "\r\n").utf8) + bytes + [0x0D, 0x0A])
        }

        /// The terminator of a chunked body.
        public static let lastChunk = Step.text("0\r\n\r\n")
    }
}
