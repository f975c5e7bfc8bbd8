/// Combines the chunks of a stream into a completion.
///
///     var accumulator = ChatCompletionAccumulator()
///     for try await chunk in stream { accumulator.append(chunk) }
///     print(accumulator.completion.usage?.totalTokens ?? 0)
///
/// Text is appended. Identifying fields (`id`, `role`, `type` and the name of a function) are set by the first chunk
/// that contains them. Later values of these fields are ignored. Choices and tool calls are ordered by `index`, which
/// does not have to start at 0. The usage is preserved if later chunks do not contain it. The cost of appending is
/// proportional to the new text. Choices and tool calls beyond 4,096 are ignored.
public struct ChatCompletionAccumulator: StreamAccumulator {
    private var id = ""
    private var model = ""
    private var created: Int?
    private var serviceTier: ServiceTier?
    private var systemFingerprint: String?
    private var usage: CompletionUsage?
    private var moderation: JSONValue?
    private var citations: [String] = []
    private var choices = IndexedParts<AccumulatedChoice>()
    private var finishedChoices = 0

    /// Creates an empty accumulator.
    public init() {}

    /// Appends a chunk.
    public mutating func append(_ chunk: ChatCompletionChunk) {
        if id.isEmpty { id = chunk.id }
        if model.isEmpty { model = chunk.model }
        created = created ?? chunk.created
        serviceTier = chunk.serviceTier ?? serviceTier
        systemFingerprint = chunk.systemFingerprint ?? systemFingerprint
        usage = chunk.usage ?? usage
        moderation = chunk.moderation ?? moderation
        // Servers repeat the growing list of citations in every chunk.
        let cited = chunk.citations
        if !cited.isEmpty { citations = cited }
        for place in chunk.choices.indices {
            if choices.isFull, !choices.has(chunk.choices[place].index) { continue }
            let position = choices.position(of: chunk.choices[place].index, orInsert: AccumulatedChoice())
            let wasFinished = choices[position].finishReason != nil
            choices[position].append(chunk.choices[place])
            if !wasFinished, choices[position].finishReason != nil { finishedChoices += 1 }
            if !hasContent { hasContent = choices[position].hasContent }
        }
    }

    /// Appends only a chunk's finish reasons, usage and similar metadata, not its content.
    public mutating func appendWithoutContent(_ chunk: ChatCompletionChunk) {
        var rest = chunk
        rest.choices = chunk.choices.map { .init(index: $0.index, finishReason: $0.finishReason) }
        append(rest)
    }

    /// Whether every choice received so far has a finish reason. This is `false` before the first choice arrives.
    ///
    /// A chunk with the usage may still follow.
    public var isFinished: Bool { finishedChoices > 0 && finishedChoices == choices.count }

    /// Whether any content besides roles and finish reasons has been received.
    public private(set) var hasContent = false

    /// Whether the answer is complete. This is the same as `isFinished`.
    public var isComplete: Bool { isFinished }

    /// The completion so far. This is the same as `completion`.
    public var snapshot: ChatCompletion { completion }

    /// The metadata of the completion so far.
    public var metadata: ResponseMetadata { ResponseMetadata(completion) }

    /// The text of the first choice so far, or an empty string if there is no text.
    public var text: String { choices.first?.content ?? "" }

    /// The completion so far, with choices and their tool calls ordered by `index`.
    ///
    /// If a completion is retained, appending the next chunk copies the completion's text. Read this property once at
    /// the end, not after every chunk.
    public var completion: ChatCompletion {
        ChatCompletion(
            id: id,
            choices: choices.sorted.map { index, choice in choice.completed(index: index) },
            created: created,
            model: model,
            usage: usage,
            serviceTier: serviceTier,
            systemFingerprint: systemFingerprint,
            moderation: moderation,
            citations: citations
        )
    }
}
