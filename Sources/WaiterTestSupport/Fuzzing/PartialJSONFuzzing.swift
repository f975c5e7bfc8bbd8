#if canImport(Waiter)
    package import Waiter
#endif

/// Invariants for arbitrary bytes that arrive in chunks and are parsed as JSON.
enum PartialJSONFuzzing {
    /// The number of chunks whose snapshots are compared with earlier snapshots.
    private static let pieces = 64

    static func complaint(about bytes: [UInt8]) -> String? {
        var partial = PartialJSON()
        var previous: JSONValue?
        let size = max(1, bytes.count / pieces)
        for start in stride(from: 0, to: bytes.count, by: size) {
            let piece = bytes[start..<min(bytes.count, start + size)]
            let isNew = piece.withUnsafeBufferPointer { partial.append($0) }
            if !isNew, partial.value != previous { return "a change to a partial document is not reported" }
            if let previous, partial.value?.continues(previous) != true { return "a partial document loses content" }
            previous = partial.value
        }
        _ = partial.finish()
        guard partial.isComplete else { return nil }
        guard let whole = try? JSONValue(parsing: bytes) else { return "the partial parser accepts invalid JSON" }
        return whole.jsonBytes == partial.value?.jsonBytes
            ? nil : "the completed partial document differs from the parsed value"
    }
}

extension JSONValue {
    /// Returns whether this value differs from an earlier value only by additions at the end.
    package func continues(_ earlier: JSONValue) -> Bool {
        switch (earlier, self) {
        case (.string(let before), .string(let now)): return now.utf8.starts(with: before.utf8)
        case (.array(let before), .array(let now)):
            guard now.count >= before.count else { return false }
            guard let last = before.last else { return true }
            let count = before.count - 1
            return now[..<count] == before[..<count] && now[count].continues(last)
        case (.object(let before), .object(let now)):
            guard now.count >= before.count else { return false }
            guard let last = before.members.last else { return true }
            let count = before.count - 1
            let isSame = zip(now.members, before.members).prefix(count).allSatisfy { $0 == $1 }
            return isSame && now.members[count].key == last.key && now.members[count].value.continues(last.value)
        default: return earlier == self
        }
    }
}
