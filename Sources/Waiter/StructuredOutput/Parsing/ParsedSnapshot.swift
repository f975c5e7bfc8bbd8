/// The part of a typed answer that has been received so far.
///
///     struct Draft: Decodable { var title: String?; var steps: [String]? }
///     for try await snapshot in stream { show(try snapshot.decode(as: Draft.self)) }
///
/// Later snapshots never retract content: strings and arrays only grow, and numbers, literals and keys appear once their end is
/// known.
///
/// If a snapshot is retained, creating the next one copies the strings and containers that are still growing.
public struct ParsedSnapshot: Sendable {
    /// The JSON received so far, with open strings, arrays and objects closed.
    public let json: JSONValue
    /// Whether the JSON is complete. The value is not validated until the stream has ended.
    public let isComplete: Bool
    /// The number of open arrays and objects. Each of them is the last element or member of its parent.
    private let depth: Int
    private let isStringOpen: Bool

    init(_ partial: PartialJSON, json: JSONValue, isWrapped: Bool) {
        self.json = json
        isComplete = partial.isComplete
        depth = max(0, partial.depth - (isWrapped ? 1 : 0))
        isStringOpen = partial.isStringOpen
    }

    /// Decodes a type whose properties are all optional, or for which enough data has been received.
    ///
    /// An incomplete part that cannot be decoded is treated as absent. Examples are part of a date or of an enum's raw
    /// value, and the last element of a list whose elements have required properties.
    ///
    /// - Throws: `DecodingError`, or any error thrown by the type's own `init(from:)`.
    public func decode<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        do {
            return try StructuredValue.decode(json, as: type)
        } catch {
            // The innermost part that can be removed is an open string or, if there is none, an open container.
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
    /// Returns the value without the last element or member of the container at a depth.
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
