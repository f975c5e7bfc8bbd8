/// An event in a response stream.
///
/// The `type` property determines which of the other properties are set. `json` contains all members of an event, even
/// if the event's type is unknown.
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
    /// The type of the event.
    public var type: EventType
    /// The new text in a delta event.
    public var delta: String?
    /// The ID of the item to which the event refers, or `nil` for events that concern the whole response.
    public var itemID: String?
    /// The index of the item in the output, or `nil` if the server does not send one.
    public var outputIndex: Int?
    /// The index of the content part, summary part or command, or `nil` if the server does not send one.
    public var contentIndex: Int?
    /// The event's sequence number in the stream, or `nil` if the server does not send one.
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

    /// The response in an event such as `response.created` or `response.completed`.
    public var response: ModelResponse? {
        get { rare.fields?.response }
        set { rare.update { $0.response = newValue } }
    }

    /// The item in an event such as `response.output_item.done`.
    public var item: ResponseItem? {
        get { rare.fields?.item }
        set { rare.update { $0.item = newValue } }
    }

    /// The part in an event such as `response.content_part.done`.
    public var part: ResponseContentPart? {
        get { rare.fields?.part }
        set { rare.update { $0.part = newValue } }
    }

    /// The complete text in an event such as `response.output_text.done`, regardless of which JSON member contains it.
    public var text: String? {
        get { rare.fields?.text }
        set { rare.update { $0.text = newValue } }
    }

    /// The members that are not stored in the other properties, such as `logprobs`, `annotation` and `obfuscation`.
    public var members: JSONObject {
        get { rare.fields?.members ?? JSONObject() }
        set { rare.update { $0.members = newValue } }
    }

    /// Whether the event has members other than a type, indexes and a delta. Most events do not have such members.
    var hasRareMembers: Bool { !rare.isEmpty }

    mutating func setRare(_ members: RareMembers) { rare.update { $0 = members } }

    /// The text that the event adds to the answer, or `nil` if the event does not add text.
    public var outputTextDelta: String? { type == .outputTextDelta ? delta : nil }

    /// The log probabilities of the new text.
    public var logprobs: [TokenLogprob] { members["logprobs"]?.readableElements(TokenLogprob.self) ?? [] }

    /// The annotation in an event of type `response.output_text.annotation.added`.
    public var annotation: ResponseAnnotation? {
        members["annotation"]?.objectValue.map(ResponseAnnotation.init(json:))
    }
}
