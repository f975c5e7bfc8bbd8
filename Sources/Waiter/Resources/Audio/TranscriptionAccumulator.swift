/// Combines the events of a transcription stream into a transcription.
///
///     var accumulator = TranscriptionAccumulator()
///     for try await event in stream { accumulator.append(event) }
///     print(accumulator.snapshot.text)
public struct TranscriptionAccumulator: StreamAccumulator {
    private var text = ""
    private var segments: [Transcription.Segment] = []
    private var final: Transcription?
    private var usage: MediaUsage?
    /// Whether the transcription is complete.
    public private(set) var isComplete = false

    /// Creates an empty accumulator.
    public init() {}

    /// Whether any text has been received.
    public var hasContent: Bool { !text.isEmpty || !segments.isEmpty || isComplete }

    /// Appends an event.
    public mutating func append(_ event: TranscriptionEvent) {
        if let delta = event.delta { text += delta }
        if let segment = event.segment { segments.append(segment) }
        final = event.transcription ?? final
        appendWithoutContent(event)
    }

    /// Records the usage that an event reports, and whether the event completes the transcription. The text is not
    /// stored.
    public mutating func appendWithoutContent(_ event: TranscriptionEvent) {
        usage = event.usage ?? usage
        if event.type == .textDone { isComplete = true }
    }

    /// The transcription so far.
    public var snapshot: Transcription {
        var transcription = final ?? Transcription(text: text)
        if transcription.text.isEmpty { transcription.text = text }
        if transcription.text.isEmpty { transcription.text = segments.map(\.text).joined(separator: "\n") }
        if transcription.segments == nil, !segments.isEmpty { transcription.segments = segments }
        transcription.usage = usage
        return transcription
    }

    /// The metadata of the response so far.
    public var metadata: ResponseMetadata { ResponseMetadata(snapshot) }
}

extension OpenAIError {
    /// The partial transcription of an interrupted stream. The value is `nil` if nothing was received or if the request
    /// was sent to another endpoint.
    public var transcription: Transcription? { partial?.value as? Transcription }
}

extension ResponseMetadata {
    /// Creates the metadata of a complete or partial transcription.
    package init(_ transcription: Transcription) {
        var values = MetadataValues()
        values.usage = transcription.usage?.counts
        // Servers report the duration of a translation, but not its usage.
        values.audioSeconds = transcription.usage == nil ? transcription.duration : transcription.usage?.seconds
        values.hasOutput = !transcription.text.isEmpty
        values.outputTexts = values.hasOutput ? [transcription.text] : []
        self.init(values)
    }
}
