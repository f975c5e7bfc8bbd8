/// The part of a typed answer that has been received so far.
///
///     struct Draft: Decodable { var title: String?; var steps: [String]? }
///     for try await snapshot in stream { show(try snapshot.decode(as: Draft.self)) }
///
/// Later snapshots never retract content. Strings and arrays only grow. Numbers, literals and keys appear only when
/// they are complete.
///
/// If you retain a snapshot, the strings and containers that are still growing are copied when the next snapshot is
/// created.
public struct ParsedSnapshot: Sendable {
    /// The JSON received so far. Strings, arrays and objects that are still open have been closed.
    public let json: JSONValue
    /// Whether the JSON is complete. The value is not validated until the stream has ended.
    public let isComplete: Bool
    /// The number of open arrays and objects. Each open container is the last element or member of its parent.
    private let depth: Int
    private let isStringOpen: Bool

    init(_ partial: PartialJSON, json: JSONValue, isWrapped: Bool) {
        self.json = json
        isComplete = partial.isComplete
        depth = max(0, partial.depth - (isWrapped ? 1 : 0))
        isStringOpen = partial.isStringOpen
    }

    /// Decodes the snapshot as a type. All required properties of the type must have been received.
    ///
    /// An incomplete part that cannot be decoded is treated as absent. Examples are an incomplete date, an incomplete
    /// raw value of an enum, and an array element whose required properties have not been received.
    ///
    /// - Throws: `DecodingError`, or any error thrown by the type's own `init(from:)`.
    public func decode<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        do {
            return try StructuredValue.decode(json, as: type)
        } catch {
            // Start with the innermost part that can be removed. This is the open string or, if no string is open, the
            // innermost open container.
            for level in (1...max(1, depth)).reversed().prefix(Self.mostLevels) where level < depth || isStringOpen {
                guard depth > 0 else { break }
                if let value = try? StructuredValue.decode(json.removingLast(depth: level), as: type) { return value }
            }
            throw error
        }
    }

    /// The maximum number of nesting levels to try, starting from the innermost one.
    private static let mostLevels = 8
}

extension JSONValue {
    /// Returns the value without the last element or member of the container at the given depth.
    fileprivate func removingLast(depth: Int) -> JSONValue {
        switch self {
        case .array(var elements):
            guard let last = elements.popLast() else { return self }
            if depth > 1 { elements.append(last.removingLast(depth: depth - 1)) }
            return .array(elements)
        case .object(var object):
            guard let last = object.members.last else { return self }
            object[last.key] = depth > 1 ? last.value.removingLast(depth: depth - 1) : nil
            return .object(object)
        default: return self
        }
    }
}
