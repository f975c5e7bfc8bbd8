/// An event in a transcription stream: new text, a segment, or the end of the transcription.
///
///     for try await event in try await client.audio.transcriptions.stream(request) {
///         print(event.delta ?? "", terminator: "")
///     }
///
/// `json` contains all members of an event, even if the event's type is unknown.
public struct TranscriptionEvent: JSONRecord {
    /// The type of an event.
    public struct EventType: ExtensibleEnum {
        /// New text.
        public static let textDelta = EventType(rawValue: "transcript.text.delta")
        /// A segment of a diarized transcription.
        public static let textSegment = EventType(rawValue: "transcript.text.segment")
        /// The end of the transcription, with its complete text.
        public static let textDone = EventType(rawValue: "transcript.text.done")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a type from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The members of the JSON object, in order.
    public var json: JSONObject

    /// Creates an event from its members.
    public init(json: JSONObject) { self.json = json }

    /// The type of the event.
    public var type: EventType { EventType(rawValue: string("type")) }

    /// The new text in an event of type `textDelta`, or `nil` for other events.
    public var delta: String? { type == .textDelta ? self["delta"] : nil }

    /// The ID of the segment to which the new text belongs. This property is set only for diarized transcriptions.
    public var segmentID: String? { self["segment_id"] }

    /// The segment in an event of type `textSegment`, or `nil` for other events.
    public var segment: Transcription.Segment? { type == .textSegment ? Transcription.Segment(json: json) : nil }

    /// The complete text in the last event, or the text of the segment in an event of type `textSegment`.
    public var text: String? { self["text"] }

    /// The log probabilities of the new text, if requested. The log probabilities in the last event cover the complete
    /// text.
    public var logprobs: [TokenLogprob] { elements("logprobs") }

    /// The codes of the detected languages. `gpt-transcribe` reports them in the last event.
    public var languages: [String]? { json["languages"]?.arrayValue?.compactMap { $0["code"]?.stringValue } }

    /// The usage, reported in the last event.
    public var usage: MediaUsage? { self["usage"] }

    /// The complete transcription in the last event, or `nil` for other events.
    public var transcription: Transcription? {
        type == .textDone ? try? JSONBodyDecoder.decode(Transcription.self, from: .object(json)) : nil
    }
}
