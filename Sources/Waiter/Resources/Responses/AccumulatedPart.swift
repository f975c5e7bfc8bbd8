/// A part of an item's content or summary that is being assembled from streamed events.
struct AccumulatedPart: Sendable {
    /// The type, such as `output_text`.
    private(set) var type: String
    private(set) var text = ""
    /// The part as the server sent it when announcing or completing it, or `nil` if only deltas have arrived.
    private var json: JSONObject?
    private var annotations: [JSONValue] = []
    private var logprobs: [JSONValue] = []
    private var isDone = false

    init(type: String) {
        self.type = type
    }

    /// Whether the part has already been announced. If so, the next announcement describes another part.
    var isAnnounced: Bool { json != nil }

    private var textKey: String { type == "refusal" ? "refusal" : "text" }

    /// Appends text, unless the part is already complete. Returns the change in memory use.
    mutating func append(_ delta: String) -> Int {
        guard !isDone else { return 0 }
        text += delta
        return delta.utf8.count
    }

    /// Appends log probabilities. Returns the change in memory use. Log probabilities use many times more memory than
    /// the text.
    mutating func append(logprobs more: JSONValue?) -> Int {
        guard !isDone, case .array(let more)? = more else { return 0 }
        logprobs += more
        return JSONValue.array(more).estimatedBytes
    }

    mutating func append(annotation: JSONValue) { annotations.append(annotation) }

    /// Stores the initial text of the part, unless deltas have already arrived. Returns the change in memory use.
    mutating func begin(_ initial: String) -> Int {
        guard text.isEmpty, !isDone else { return 0 }
        text = initial
        return initial.utf8.count
    }

    /// Replaces the text with the complete text. Returns the change in memory use.
    mutating func complete(_ whole: String) -> Int {
        isDone = true
        let change = whole.utf8.count - text.utf8.count
        text = whole
        return change
    }

    /// Stores the announced part. Text that has already arrived is kept.
    mutating func announce(_ part: ResponseContentPart) -> Int {
        guard !isDone else { return 0 }
        json = part.json
        if !part.type.rawValue.isEmpty { type = part.type.rawValue }
        return begin(part.text ?? part.refusal ?? "")
    }

    /// Stores the completed part. Text that has already arrived is kept if the completed part has no text.
    mutating func complete(_ part: ResponseContentPart) -> Int {
        json = part.json
        if !part.type.rawValue.isEmpty { type = part.type.rawValue }
        let whole = part.text ?? part.refusal ?? ""
        return whole.isEmpty ? 0 : complete(whole)
    }

    /// The part with its text so far.
    var completed: JSONValue {
        var part = json ?? ["type": .string(type)]
        part[textKey] = .string(text)
        let announced = part["annotations"]?.arrayValue ?? []
        if announced.isEmpty, !annotations.isEmpty || type == "output_text" {
            part["annotations"] = .array(annotations)
        }
        if !logprobs.isEmpty, part["logprobs"]?.arrayValue?.isEmpty ?? true { part["logprobs"] = .array(logprobs) }
        return .object(part)
    }
}
