internal import WaiterPlatform

/// Parses a body into server-sent events. Chunks of the body can end anywhere.
///
/// The parser follows the WHATWG standard (section 9.2.6). Lines end with CR, LF or CRLF, and a byte-order mark at the
/// start is skipped. Lines that start with a colon are comments. In fields, a space after the colon is removed. `data`
/// lines are joined with LF, and events without data are ignored. The parser extends the standard in two ways. First,
/// `finish` returns an unterminated event at the end, because some servers omit the last blank line. Second, if a data
/// line contains a complete JSON object and the next data line starts another object, the two lines are separate
/// events. Some servers, such as those of GLM and Kimi, omit all blank lines.
package struct EventStreamParser {
    /// An event. Its data is usually a range of bytes in the parser's buffer.
    package struct Event {
        /// The event type. It is empty for the default type, `message`.
        package var type: String
        fileprivate var data: Data

        fileprivate enum Data {
            /// A single `data` line. Nearly all events have only one such line.
            case line(Range<Int>)
            case joined([UInt8])
        }
    }

    package struct TooLarge: Error {}

    private var buffer: [UInt8] = []
    /// The start of the first line that has not been consumed.
    private var lineStart = 0
    /// The position up to which the current line has been searched for a line terminator.
    private var scanned = 0
    private var skipsLineFeed = false
    private var isAtStart = true
    private let limit: Int

    private var data: Event.Data?
    /// The number of data lines.
    private var dataLines = 0
    /// Whether the stream lacks blank lines between events.
    private var isLineDelimited = false
    /// Whether the data is a complete event. If so, subsequent lines are not part of the event.
    private var isWhole = false
    private var type = ""
    /// The value of the last `id` line. It remains in effect until the next `id` line.
    package private(set) var lastEventID = ""
    /// The value of the last `retry` line.
    package private(set) var retry: Duration?

    package init(limit: Int = 16 << 20) {
        self.limit = limit
    }

    /// Appends a chunk. If an incomplete event exceeds the size limit, `next` throws `TooLarge`.
    package mutating func append(_ piece: [UInt8]) throws {
        discardConsumed()
        if buffer.isEmpty { buffer = piece } else { buffer += piece }
        if isAtStart { dropByteOrderMark() }
    }

    /// Copies the data of an incomplete event and then discards the bytes before the current line.
    private mutating func discardConsumed() {
        if case .line(let range)? = data { data = .joined(Array(buffer[range])) }
        if lineStart == buffer.count {
            buffer = []
        } else if lineStart > 0 {
            buffer.removeFirst(lineStart)
        }
        scanned -= lineStart
        lineStart = 0
    }

    private mutating func dropByteOrderMark() {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        if buffer.count < 3, mark.starts(with: buffer) { return }
        isAtStart = false
        if buffer.starts(with: mark) {
            lineStart = 3
            scanned = 3
        }
    }

    /// Returns the next complete event, or `nil` if more bytes are needed.
    @inline(__always)
    package mutating func next() throws -> Event? {
        if isWhole, let event = takeEvent() { return event }
        while let line = nextLine() {
            if line.isEmpty {
                if let event = takeEvent() { return event }
                reset()
            } else {
                if let event = field(in: line) { return event }
                if isWhole, let event = takeEvent() { return event }
                try checkSize()
            }
        }
        if buffer.count - lineStart > limit { throw TooLarge() }
        return nil
    }

    /// Returns the next remaining event at the end of the stream, or `nil` if no events remain. The last event can be
    /// unterminated.
    ///
    /// More than one event can remain, because an unterminated line can also complete the preceding event.
    package mutating func finish() throws -> Event? {
        if let event = try next() { return event }
        if lineStart < buffer.count {
            let line = lineStart..<buffer.count
            lineStart = buffer.count
            scanned = lineStart
            if let event = field(in: line) { return event }
        }
        defer { reset() }
        return takeEvent()
    }

    @inline(__always)
    private mutating func takeEvent() -> Event? {
        guard let data else { return nil }
        defer { reset() }
        return Event(type: type, data: data)
    }

    private mutating func reset() {
        data = nil
        isWhole = false
        if !type.isEmpty { type = "" }
    }

    private func checkSize() throws {
        if case .joined(let bytes)? = data, bytes.count > limit { throw TooLarge() }
        if case .line(let range)? = data, range.count > limit { throw TooLarge() }
    }

    /// Calls a closure with the data of an event. The event must be the one that `next` returned most recently.
    @inline(__always)
    package func withData<T>(of event: Event, _ body: (UnsafeBufferPointer<UInt8>) throws -> T) rethrows -> T {
        try withData(event.data, body)
    }

    @inline(__always)
    private func withData<T>(_ data: Event.Data, _ body: (UnsafeBufferPointer<UInt8>) throws -> T) rethrows -> T {
        switch data {
        case .line(let range):
            try buffer.withUnsafeBufferPointer { try body(UnsafeBufferPointer(rebasing: $0[range])) }
        case .joined(let bytes):
            try bytes.withUnsafeBufferPointer(body)
        }
    }

    // MARK: Lines

    /// Consumes a line and returns its range without the line terminator.
    @inline(__always)
    private mutating func nextLine() -> Range<Int>? {
        if isAtStart { return nil }
        if skipsLineFeed, lineStart < buffer.count {
            skipsLineFeed = false
            if buffer[lineStart] == 0x0A {
                lineStart += 1
                scanned = max(scanned, lineStart)
            }
        }
        guard let end = lineEnd() else {
            scanned = buffer.count
            return nil
        }
        let line = lineStart..<end.position
        lineStart = end.position + 1
        if end.isCarriageReturn {
            if lineStart == buffer.count {
                skipsLineFeed = true
            } else if buffer[lineStart] == 0x0A {
                lineStart += 1
            }
        }
        scanned = lineStart
        return line
    }

    @inline(__always)
    private func lineEnd() -> (position: Int, isCarriageReturn: Bool)? {
        buffer.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress, scanned < bytes.count else { return nil }
            let feed = memchr(base + scanned, 0x0A, bytes.count - scanned).map { Self.distance(from: base, to: $0) }
            let searched = feed ?? bytes.count
            if let found = memchr(base + scanned, 0x0D, searched - scanned) {
                return (Self.distance(from: base, to: found), true)
            }
            return feed.map { ($0, false) }
        }
    }

    @inline(__always)
    private static func distance(from base: UnsafePointer<UInt8>, to found: UnsafeMutableRawPointer) -> Int {
        UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    // MARK: Fields

    /// Processes a line. Returns the preceding event if the line starts another event even though the blank line
    /// between the events is missing.
    @inline(__always)
    private mutating func field(in line: Range<Int>) -> Event? {
        guard let value = dataValue(in: line) else {
            otherField(in: line)
            return nil
        }
        if data != nil { return add(value) }
        data = .line(value)
        dataLines = 1
        isWhole = isLineDelimited && isWholeEvent(value)
        return nil
    }

    /// Appends a line to the data or starts a new event with it.
    private mutating func add(_ line: Range<Int>) -> Event? {
        guard dataLines == 1, beginsEvent(line), let data, withData(data, Self.isWholeObject) else {
            join(line)
            dataLines += 1
            return nil
        }
        isLineDelimited = true
        let event = takeEvent()
        self.data = .line(line)
        dataLines = 1
        isWhole = isWholeEvent(line)
        return event
    }

    private func beginsEvent(_ line: Range<Int>) -> Bool {
        guard let first = buffer[line].first(where: { $0 != 0x20 && $0 != 0x09 }) else { return false }
        return first == UInt8(ascii: "{") || isMarker(line)
    }

    private func isWholeEvent(_ line: Range<Int>) -> Bool {
        isMarker(line) || withData(.line(line), Self.isWholeObject)
    }

    private func isMarker(_ line: Range<Int>) -> Bool {
        buffer[line].filter { $0 > 0x20 }.elementsEqual("[DONE]".utf8)
    }

    private static func isWholeObject(_ data: UnsafeBufferPointer<UInt8>) -> Bool {
        guard data.first(where: { $0 > 0x20 }) == UInt8(ascii: "{"),
            data.last(where: { $0 > 0x20 }) == UInt8(ascii: "}")
        else { return false }
        var reader = JSONReader(data)
        return (try? reader.skipValue()) != nil && reader.isAtEnd()
    }

    /// Returns the range of the value if the line is a `data` line.
    @inline(__always)
    private func dataValue(in line: Range<Int>) -> Range<Int>? {
        guard line.count >= 4 else { return nil }
        let isData = buffer.withUnsafeBufferPointer { bytes in
            memcmp(bytes.baseAddress.unsafelyUnwrapped + line.lowerBound, "data", 4) == 0
        }
        guard isData else { return nil }
        if line.count == 4 { return line.upperBound..<line.upperBound }
        guard buffer[line.lowerBound + 4] == UInt8(ascii: ":") else { return nil }
        var start = line.lowerBound + 5
        if start < line.upperBound, buffer[start] == 0x20 { start += 1 }
        return start..<line.upperBound
    }

    /// Appends a line to the data in place, which avoids quadratic time for data with many lines.
    private mutating func join(_ line: Range<Int>) {
        var bytes: [UInt8]
        switch data {
        case .line(let range)?: bytes = Array(buffer[range])
        case .joined(let joined)?: bytes = joined
        case nil: bytes = []
        }
        data = nil
        bytes.append(0x0A)
        bytes += buffer[line]
        data = .joined(bytes)
    }

    private mutating func otherField(in line: Range<Int>) {
        let colon = buffer[line].firstIndex(of: UInt8(ascii: ":")) ?? line.upperBound
        if colon == line.lowerBound { return }
        var start = min(colon + 1, line.upperBound)
        if start < line.upperBound, buffer[start] == 0x20 { start += 1 }
        let value = String(decoding: buffer[start..<line.upperBound], as: UTF8.self)
        switch String(decoding: buffer[line.lowerBound..<colon], as: UTF8.self) {
        case "event": type = value
        case "id": if !value.contains("\0") { lastEventID = value }
        case "retry":
            if !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let milliseconds = Int64(value) {
                retry = .milliseconds(milliseconds)
            }
        default: break
        }
    }
}
