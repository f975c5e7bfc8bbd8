extension ResponseStreamEvent {
    /// Returns the name of the member that contains the complete text in events of the given type, or `nil` if there is
    /// no such member.
    static func textKey(of type: EventType) -> String? {
        switch type {
        case .outputTextDone, .reasoningTextDone, .reasoningSummaryTextDone: "text"
        case .refusalDone: "refusal"
        case .functionCallArgumentsDone, .mcpCallArgumentsDone: "arguments"
        case .customToolCallInputDone: "input"
        case .codeInterpreterCallCodeDone: "code"
        case .shellCallCommandAdded, .shellCallCommandDone: "command"
        default: nil
        }
    }

    /// Returns the name of the member that contains the part's index in events of the given type.
    private static func indexKey(of type: EventType) -> String {
        switch type {
        case .reasoningSummaryTextDelta, .reasoningSummaryTextDone, .reasoningSummaryPartAdded,
            .reasoningSummaryPartDone:
            "summary_index"
        case .shellCallCommandAdded, .shellCallCommandDelta, .shellCallCommandDone, .shellCallOutputContentDelta,
            .shellCallOutputContentDone:
            "command_index"
        default: "content_index"
        }
    }

    /// The event as JSON.
    public var json: JSONValue {
        var json: JSONObject = ["type": .string(type.rawValue)]
        json["sequence_number"] = sequenceNumber.map { .integer(Int64($0)) }
        json["item_id"] = itemID.map { .string($0) }
        json["output_index"] = outputIndex.map { .integer(Int64($0)) }
        json[Self.indexKey(of: type)] = contentIndex.map { .integer(Int64($0)) }
        json["delta"] = delta.map { .string($0) }
        json["response"] = response.flatMap(JSONValue.init(encoding:))
        json["item"] = item?.json
        json["part"] = part.map { .object($0.json) }
        if let text { json[Self.textKey(of: type) ?? "text"] = .string(text) }
        for (key, value) in members { json[key] = value }
        return .object(json)
    }
}

extension ResponseStreamEvent: Codable {
    /// Decodes an event of any type. Padding (`obfuscation`) and empty log probabilities are dropped.
    public init(from decoder: any Decoder) throws {
        let json = try JSONValue(from: decoder)
        var reader = ResponseEventReader()
        guard let event = try json.jsonBytes.withUnsafeBufferPointer({ try reader.read($0) }) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "The event has no type.")
            )
        }
        self = event
    }

    /// Encodes the event.
    public func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }
}
