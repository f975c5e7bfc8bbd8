/// Combines the events of a stream into a response.
///
///     var accumulator = ResponseAccumulator()
///     for try await event in stream { accumulator.append(event) }
///     print(accumulator.response.usage?.totalTokens ?? 0)
///
/// Items are identified by their index in the output, or by their ID if the server sends no index. Neither sequence
/// numbers nor `done` events are required. Events that arrive twice or late do not change completed text. The response
/// in the last event, such as `response.completed`, replaces the accumulated response. The cost of appending is
/// proportional to the new text. Items beyond 4,096 are ignored.
public struct ResponseAccumulator: StreamAccumulator {
    /// The most recent response that an event contained.
    private var latest: ModelResponse?
    private var items = IndexedParts<Entry>()
    private var positions: [String: Int] = [:]
    private var recent = RecentEvents()
    /// The item that the last delta updated. The next delta usually updates the same item.
    private var current: (itemID: String?, outputIndex: Int?, position: Int)?
    /// The memory used by the content, in bytes.
    private var bytes = 0

    private struct Entry: Sendable {
        var id: String?
        var item = AccumulatedItem()
    }

    /// Creates an empty accumulator.
    public init() {}

    /// Whether an event that ends the response has arrived.
    public private(set) var isComplete = false

    /// Whether any content (text, reasoning or a call) has arrived.
    public private(set) var hasContent = false

    /// The highest event number so far, or `nil` if the server sends no numbers. A stream can be resumed after the
    /// event with this number.
    public var lastSequenceNumber: Int? { recent.highest }

    /// The memory used by the content, in bytes.
    public var contentBytes: Int? { bytes }

    /// Appends an event.
    public mutating func append(_ event: ResponseStreamEvent) {
        _ = appendIfNew(event)
    }

    /// Appends an event unless it repeats an earlier one. Returns whether the event is new.
    @inline(__always)
    mutating func appendIfNew(_ event: ResponseStreamEvent) -> Bool {
        if recent.isRepeated(event) { return false }
        if let delta = event.delta {
            append(delta, of: event)
            return true
        }
        if event.hasRareMembers { take(event) }
        if event.type.isTerminal { isComplete = true }
        return true
    }

    /// Appends only the status, usage and other members of an event's response, not its content.
    public mutating func appendWithoutContent(_ event: ResponseStreamEvent) {
        if var response = event.response {
            response.output = []
            latest = response
        }
        if event.type.isTerminal { isComplete = true }
    }

    /// The response so far. This is the same as `response`.
    public var snapshot: ModelResponse { response }

    /// The metadata of the response so far.
    public var metadata: ResponseMetadata { ResponseMetadata(response) }

    /// The response so far, with its items in order.
    ///
    /// If a response is retained, appending the next event copies the response's text. Read this property once at the
    /// end, not after every event.
    public var response: ModelResponse {
        var response = latest ?? ModelResponse(members: JSONObject())
        guard items.count > 0 else { return response }
        let accumulated = items.sorted.map { $0.part.item.completed(id: $0.part.id) }
        guard isComplete, !response.output.isEmpty else {
            response.output = accumulated
            return response
        }
        if response.outputText.isEmpty, accumulated.contains(where: \.isMessageWithText) {
            response.output = accumulated
        }
        return response
    }

    /// The text so far, or an empty string if no text has arrived.
    public var outputText: String { response.outputText }
}

extension ResponseAccumulator {
    private mutating func append(_ delta: String, of event: ResponseStreamEvent) {
        // Audio deltas do not belong to an item.
        if event.itemID == nil, event.type == .audioDelta || event.type == .audioTranscriptDelta {
            hasContent = true
            return
        }
        guard !delta.isEmpty, let position = position(of: event) else { return }
        let size = items[position].item.append(delta, of: event)
        bytes += size
        if size > 0 { hasContent = true }
    }

    private mutating func take(_ event: ResponseStreamEvent) {
        if let response = event.response {
            // The terminal event contains the whole response. The responses in later events may be less complete.
            if event.type.isTerminal || !isComplete { latest = response }
            if event.type.isTerminal, !response.output.isEmpty { hasContent = true }
        } else if let item = event.item {
            take(item, event)
        } else if let part = event.part {
            let list: AccumulatedItem.List
            switch event.type {
            case .reasoningSummaryPartAdded, .reasoningSummaryPartDone: list = .summary
            default: list = .content
            }
            let isDone = event.type == .contentPartDone || event.type == .reasoningSummaryPartDone
            guard let position = position(of: event) else { return }
            bytes += items[position].item.take(part, in: list, index: event.contentIndex, isDone: isDone)
            if part.text?.isEmpty == false { hasContent = true }
        } else if let text = event.text {
            guard let position = position(of: event) else { return }
            bytes += items[position].item.complete(text, of: event)
            if !text.isEmpty { hasContent = true }
        } else if event.type == .outputTextAnnotationAdded, let annotation = event.members["annotation"] {
            guard let position = position(of: event) else { return }
            bytes += items[position].item.append(annotation: annotation, index: event.contentIndex)
        }
    }

    private mutating func take(_ item: ResponseItem, _ event: ResponseStreamEvent) {
        var event = event
        event.itemID = item.id ?? event.itemID
        let isDone = event.type == .outputItemDone
        let isNew = !isDone || items.lastUsed.map { items[$0].item.isDone } ?? true
        guard let position = position(of: event, isNew: isNew) else { return }
        bytes += isDone ? items[position].item.complete(item) : items[position].item.announce(item)
        if items[position].item.hasContent { hasContent = true }
        if !isDone, items[position].item.isDone { return }
        current = (event.itemID, event.outputIndex, position)
    }

    /// Returns the position of the item that an event belongs to. This is the item with the same index or ID. An event
    /// without an index or ID belongs to the last item. Returns `nil` if there are too many items.
    private mutating func position(of event: ResponseStreamEvent, isNew: Bool = false) -> Int? {
        if let current, !isNew, current.itemID == event.itemID, current.outputIndex == event.outputIndex {
            return current.position
        }
        guard let position = find(event, isNew: isNew) else { return nil }
        if let id = event.itemID {
            if items[position].id == nil { items[position].id = id }
            if positions.count < 1 << 16 { positions[id] = position }
        }
        current = (event.itemID, event.outputIndex, position)
        return position
    }

    private mutating func find(_ event: ResponseStreamEvent, isNew: Bool) -> Int? {
        if let id = event.itemID, let known = positions[id], event.outputIndex == nil || !has(event.outputIndex) {
            return known
        }
        if let index = event.outputIndex {
            if items.isFull, !items.has(index) { return nil }
            return items.position(of: index, orInsert: Entry())
        }
        if event.itemID == nil, !isNew, let last = items.lastUsed { return last }
        return items.isFull ? nil : items.insertLast(Entry())
    }

    private func has(_ index: Int?) -> Bool { index.map(items.has) ?? false }
}

extension ResponseItem {
    fileprivate var isMessageWithText: Bool {
        if case .message(let message) = self { !message.text.isEmpty } else { false }
    }
}

extension ResponseAccumulator: StreamFailureReporting {
    package var failure: OpenAIError? {
        if !isComplete {
            guard latest != nil || items.count > 0 else {
                return OpenAIError(.invalidResponse, "the stream contained no response")
            }
            return OpenAIError(.streamTruncated, "the stream ended before the response was complete")
        }
        return response.failure(redactor: Redactor([]))
    }
}
