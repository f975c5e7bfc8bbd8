/// Reads the events of a stream directly from their bytes.
///
/// The type and the item ID are usually the same in consecutive deltas. If they are the same as in the previous event,
/// they are not decoded again.
struct ResponseEventReader {
    private var type = RepeatedText()
    private var itemID = RepeatedText()
    /// The high surrogate with which a delta ended, or `nil` if there is none. The next delta of the same text
    /// completes the surrogate pair.
    private var half: Half?

    /// A high surrogate without its low surrogate.
    private struct Half {
        var high: UInt16
        /// The event whose delta ended with the surrogate. The delta itself is omitted.
        var place: ResponseStreamEvent

        func belongs(to event: ResponseStreamEvent) -> Bool {
            event.type == place.type && event.itemID == place.itemID && event.outputIndex == place.outputIndex
                && event.contentIndex == place.contentIndex
        }
    }

    /// Reads an event.
    ///
    /// - Parameters:
    ///   - bytes: The data of the event.
    ///   - name: The name of the event. It determines the type if the data does not specify one.
    /// - Returns: The event, or `nil` if its type cannot be determined.
    /// - Throws: `JSONError` if the data is not valid JSON.
    mutating func read(_ bytes: UnsafeBufferPointer<UInt8>, name: String = "") throws -> ResponseStreamEvent? {
        var reader = JSONReader(bytes, budget: JSONBudget.of(byteCount: bytes.count))
        var event = ResponseStreamEvent("")
        var rare = ResponseStreamEvent.RareMembers()
        var isRare = false
        var type: String?
        var ends = TextEnds()
        var first = true
        try reader.beginObject()
        while let key = try reader.nextKey(first: &first) {
            switch key {
            case "type": type = try self.type.read(&reader)
            case "sequence_number": event.sequenceNumber = try reader.readIntegerOrNil()
            case "item_id": event.itemID = try itemID.read(&reader)
            case "output_index": event.outputIndex = try reader.readIntegerOrNil()
            case "content_index", "summary_index", "command_index":
                event.contentIndex = try reader.readIntegerOrNil()
            case "delta" where reader.peek() == UInt8(ascii: "\""):
                event.delta = try reader.readFragment(&ends)
            case "obfuscation": try reader.skipValue()
            case "logprobs" where reader.peek() == UInt8(ascii: "["):
                let value = try reader.readValue()
                guard value != .array([]) else { continue }
                rare.members["logprobs"] = value
                isRare = true
            default:
                try Self.readRare(key, &reader, &rare)
                isRare = true
            }
        }
        guard reader.isAtEnd() else { throw reader.failure() }
        if let type, !type.isEmpty {
            event.type = ResponseStreamEvent.EventType(rawValue: type)
        } else if !Self.nameWithoutType(name, &event, &rare) {
            return nil
        }
        if isRare { event.take(rare) }
        if ends.isPresent || half != nil { join(ends, in: &event) }
        return event
    }

    private static func readRare(
        _ key: JSONReader.Key,
        _ reader: inout JSONReader,
        _ rare: inout ResponseStreamEvent.RareMembers
    ) throws {
        switch key {
        case "response" where reader.peek() == UInt8(ascii: "{"):
            guard case .object(let object) = try reader.readValue() else { return }
            rare.response = ModelResponse(members: object)
        case "item" where reader.peek() == UInt8(ascii: "{"): rare.item = ResponseItem(json: try reader.readValue())
        case "part" where reader.peek() == UInt8(ascii: "{"):
            guard case .object(let object) = try reader.readValue() else { return }
            rare.part = ResponseContentPart(json: object)
        default:
            let value = try reader.readValue()
            rare.members[key.text] = value
        }
    }

    /// Infers the type of an event if the data does not contain a type. The type is inferred from an error in the data,
    /// from the event's name, or from a complete response in the data.
    private static func nameWithoutType(
        _ name: String,
        _ event: inout ResponseStreamEvent,
        _ rare: inout ResponseStreamEvent.RareMembers
    ) -> Bool {
        if let error = rare.members["error"], error.reportsError, rare.members["object"] != "response" {
            event.type = .error
            return true
        }
        if !name.isEmpty, name != "message" {
            event.type = ResponseStreamEvent.EventType(rawValue: name)
            return true
        }
        guard rare.members["object"] == "response" else { return false }
        let response = ModelResponse(members: rare.members)
        rare.members = JSONObject()
        rare.response = response
        event.type = response.status.map { .init(rawValue: "response.\($0)") } ?? .completed
        return true
    }

    /// Joins the halves of a character that a server split between two deltas.
    private mutating func join(_ ends: TextEnds, in event: inout ResponseStreamEvent) {
        guard var delta = event.delta else { return }
        let waiting = half.flatMap { $0.belongs(to: event) ? $0.high : nil }
        switch (waiting, ends.leadingLow) {
        case (let high?, let low?): delta = String(Character(JSONStringDecoder.pair(high: high, low: low))) + delta
        case (nil, _?), (_?, nil): delta = "\u{FFFD}" + delta
        case (nil, nil): break
        }
        if waiting != nil { half = nil }
        event.delta = delta
        guard let high = ends.trailingHigh else { return }
        var place = event
        place.delta = nil
        half = Half(high: high, place: place)
    }
}

extension ResponseStreamEvent {
    /// Stores the rare members. The complete text is stored separately from the other members.
    fileprivate mutating func take(_ members: RareMembers) {
        var members = members
        if let key = Self.textKey(of: type), let text = members.members[key]?.stringValue {
            members.text = text
            members.members[key] = nil
        }
        setRare(members)
    }
}
