#if canImport(Waiter)
    internal import Waiter
#endif

/// Invariants for arbitrary event stream bodies. The first input byte selects the chunk size.
enum EventStreamFuzzing {
    struct Seen: Equatable {
        var type = ""
        var data: [UInt8]
        var id = ""
    }

    static func complaint(about bytes: [UInt8]) -> String? {
        guard let longest = bytes.first else { return nil }
        let body = Array(bytes.dropFirst())
        let slow = slowEvents(body)
        guard let whole = events([body]), whole == slow else { return "a body in one chunk is parsed differently" }
        guard events(pieces(of: body, longest: Int(longest % 32) + 1)) == slow else {
            return "a body in several chunks is parsed differently"
        }
        return chunkComplaint(about: whole)
    }

    private static func pieces(of body: [UInt8], longest: Int) -> [[UInt8]] {
        stride(from: 0, to: body.count, by: longest).map { Array(body[$0..<min($0 + longest, body.count)]) }
    }

    private static func events(_ pieces: [[UInt8]]) -> [Seen]? {
        var parser = EventStreamParser(limit: 1 << 24)
        var seen: [Seen] = []
        func note(_ event: EventStreamParser.Event) {
            let data = parser.withData(of: event) { Array($0) }
            seen.append(Seen(type: event.type, data: data, id: parser.lastEventID))
        }
        do {
            for piece in pieces {
                try parser.append(piece)
                while let event = try parser.next() { note(event) }
            }
            while let event = try parser.finish() { note(event) }
        } catch {
            return nil
        }
        return seen
    }

    // MARK: Reference implementation

    private static func slowEvents(_ body: [UInt8]) -> [Seen] {
        var seen: [Seen] = []
        var data: [[UInt8]] = []
        var (type, id) = ("", "")
        var hasNoBlankLines = false
        func dispatch() {
            if !data.isEmpty { seen.append(Seen(type: type, data: Array(data.joined(separator: [0x0A])), id: id)) }
            (data, type) = ([], "")
        }
        for line in lines(of: body) {
            if line.isEmpty {
                dispatch()
                continue
            }
            let parts = line.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            var value = parts.count > 1 ? Array(parts[1]) : []
            if value.first == 0x20 { value.removeFirst() }
            let text = String(decoding: value, as: UTF8.self)
            switch String(decoding: parts[0], as: UTF8.self) {
            case "data":
                if data.count == 1, isWholeObject(data[0]), isMarker(value) || value.isObjectStart {
                    hasNoBlankLines = true
                    dispatch()
                }
                data.append(value)
                if hasNoBlankLines, data.count == 1, isMarker(value) || isWholeObject(value) { dispatch() }
            case "event": type = text
            case "id": if !value.contains(0) { id = text }
            default: break
            }
        }
        dispatch()
        return seen
    }

    private static func isMarker(_ data: [UInt8]) -> Bool {
        data.filter { $0 > 0x20 } == Array("[DONE]".utf8)
    }

    private static func isWholeObject(_ data: [UInt8]) -> Bool {
        guard data.first(where: { $0 > 0x20 }) == UInt8(ascii: "{") else { return false }
        return (try? JSONValue(parsing: data)) != nil
    }

    private static func lines(of body: [UInt8]) -> [[UInt8]] {
        var rest = body.starts(with: [0xEF, 0xBB, 0xBF]) ? body.dropFirst(3) : body[...]
        var lines: [[UInt8]] = []
        while let end = rest.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
            lines.append(Array(rest[..<end]))
            let isPair = rest[end] == 0x0D && end + 1 < rest.endIndex && rest[end + 1] == 0x0A
            rest = rest[(end + (isPair ? 2 : 1))...]
        }
        return rest.isEmpty ? lines : lines + [Array(rest)]
    }

    // MARK: Chunks

    /// Checks that the parser's fast path for chunks with a common prefix does not change the result.
    private static func chunkComplaint(about events: [Seen]) -> String? {
        var warm = ChatChunkParser()
        var cold = ChatChunkParser()
        var accumulator = ChatCompletionAccumulator()
        for (number, event) in events.enumerated() {
            // A growing prefix of whitespace prevents the parser from using the fast path.
            let mark: [UInt8] = event.data.starts(with: [0xEF, 0xBB, 0xBF]) ? [0xEF, 0xBB, 0xBF] : []
            let other = mark + [UInt8](repeating: 0x20, count: number + 1) + event.data.dropFirst(mark.count)
            let first = parsed(event.data, by: &warm)
            guard first == parsed(other, by: &cold) else {
                return "chunk \(number) is parsed differently after the preceding chunks"
            }
            if case .chunk(let chunk) = first { accumulator.append(chunk) }
        }
        _ = accumulator.completion
        return nil
    }

    private enum Outcome: Equatable {
        case chunk(ChatCompletionChunk)
        case nothing
        case error(JSONValue)
        case refused
    }

    private static func parsed(_ bytes: [UInt8], by parser: inout ChatChunkParser) -> Outcome {
        do {
            switch try bytes.withUnsafeBufferPointer({ try parser.parse($0) }) {
            case .element(let chunk): return .chunk(chunk)
            case .ignored: return .nothing
            case .error(let value): return .error(value)
            case .failed(_, let value): return .error(value)
            }
        } catch {
            return .refused
        }
    }
}

extension [UInt8] {
    fileprivate var isObjectStart: Bool { first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: "{") }
}
