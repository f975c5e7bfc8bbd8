/// A tool call that is being assembled from streamed updates.
struct AccumulatedToolCall: Sendable {
    private(set) var id = ""
    private var type = ""
    private var function: FunctionCall?
    private var custom: CustomToolCall?
    private var unknown: JSONValue?

    mutating func append(_ delta: ChatCompletionChunk.ToolCallDelta) {
        if id.isEmpty { id = delta.id ?? "" }
        if type.isEmpty { type = delta.type ?? "" }
        if let piece = delta.function {
            if function == nil { function = FunctionCall(name: "", arguments: "") }
            if function?.name.isEmpty == true { function?.name = piece.name ?? "" }
            if let arguments = piece.arguments { function?.arguments.append(arguments) }
        }
        if let piece = delta.custom {
            if custom == nil { custom = CustomToolCall(name: "", input: "") }
            if custom?.name.isEmpty == true { custom?.name = piece.name ?? "" }
            if let input = piece.input { custom?.input.append(input) }
        }
        if let piece = delta.unknown {
            if unknown == nil { unknown = piece } else { unknown?.appendPiece(piece) }
        }
    }

    var completed: ToolCall {
        if var unknown = unknown?.objectValue {
            unknown["index"] = nil
            return .unknown(.object(unknown))
        }
        if let custom, function == nil || type == "custom" {
            return .custom(ToolCall.Custom(id: id, custom: custom))
        }
        let call = function ?? FunctionCall(name: "", arguments: "")
        return .function(ToolCall.Function(id: id, function: call))
    }
}

extension JSONValue {
    /// Merges an update in the same way that updates to calls of recognized types are merged. Strings other than names
    /// are appended. Objects are merged member by member.
    fileprivate mutating func appendPiece(_ piece: JSONValue) {
        if case .string(let more) = piece, case .string(var text) = self {
            self = .null  // Keeps the string uniquely referenced, so that appending does not copy it.
            text.append(more)
            self = .string(text)
        } else if case .object(let more) = piece, case .object(var object) = self {
            self = .null
            for (key, value) in more { object.appendPiece(value, to: key) }
            self = .object(object)
        } else if !piece.isNull {
            self = piece
        }
    }
}

extension JSONObject {
    private static let setOnce: Set<String> = ["id", "type", "name", "index"]

    fileprivate mutating func appendPiece(_ piece: JSONValue, to key: String) {
        guard var value = self[key], !value.isNull else {
            self[key] = piece
            return
        }
        if Self.setOnce.contains(key) { return }
        self[key] = .null
        value.appendPiece(piece)
        self[key] = value
    }
}
