/// An event of a response stream.
///
/// `type` determines which of the other properties are set; events of a type that Waiter does not know have all of
/// their members in `json`.
///
///     for try await event in try await client.responses.stream(request) {
///         switch event.type {
///         case .outputTextDelta: print(event.delta ?? "", terminator: "")
///         case .outputItemDone: if case .functionCall(let call)? = event.item { calls.append(call) }
///         default: break
///         }
///     }
///
/// `ResponseAccumulator` combines events into a response.
public struct ResponseStreamEvent: Sendable, Hashable {
    /// The type.
    public var type: EventType
    /// The new text of a delta event.
    public var delta: String?
    /// The ID of the item that the event belongs to; `nil` for events of the whole response.
    public var itemID: String?
    /// The index of the item in the output; `nil` when the server sends none.
    public var outputIndex: Int?
    /// The index of the part in the content, in the summary, or in the commands; `nil` when the server sends none.
    public var contentIndex: Int?
    /// The number of the event in the stream; `nil` when the server sends none.
    public var sequenceNumber: Int?
    private var rare = Rare<RareMembers>()

    struct RareMembers: RareFields {
        var response: ModelResponse?
        var item: ResponseItem?
        var part: ResponseContentPart?
        var text: String?
        var members = JSONObject()
    }

    /// Creates an event.
    public init(_ type: EventType) { self.type = type }

    /// The response of an event such as `response.created` and `response.completed`.
    public var response: ModelResponse? {
        get { rare.fields?.response }
        set { rare.update { $0.response = newValue } }
    }

    /// The item of an event such as `response.output_item.done`.
    public var item: ResponseItem? {
        get { rare.fields?.item }
        set { rare.update { $0.item = newValue } }
    }

    /// The part of an event such as `response.content_part.done`.
    public var part: ResponseContentPart? {
        get { rare.fields?.part }
        set { rare.update { $0.part = newValue } }
    }

    /// The complete text of an event such as `response.output_text.done`, under any of its member names.
    public var text: String? {
        get { rare.fields?.text }
        set { rare.update { $0.text = newValue } }
    }

    /// The members without a property of their own, such as `logprobs`, `annotation` and `obfuscation`.
    public var members: JSONObject {
        get { rare.fields?.members ?? JSONObject() }
        set { rare.update { $0.members = newValue } }
    }

    /// Whether the event has more than a type, indexes and a delta, which most events do not.
    var hasRareMembers: Bool { !rare.isEmpty }

    mutating func setRare(_ members: RareMembers) { rare.update { $0 = members } }

    /// The text that the event adds to the answer; `nil` for other events.
    public var outputTextDelta: String? { type == .outputTextDelta ? delta : nil }

    /// The log probabilities of the new text.
    public var logprobs: [TokenLogprob] { members["logprobs"]?.readableElements(TokenLogprob.self) ?? [] }

    /// The annotation of an event of type `response.output_text.annotation.added`.
    public var annotation: ResponseAnnotation? {
        members["annotation"]?.objectValue.map(ResponseAnnotation.init(json:))
    }
}
