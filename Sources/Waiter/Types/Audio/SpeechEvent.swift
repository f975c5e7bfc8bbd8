/// An event in a speech stream: either a chunk of audio or the end of the audio.
///
/// The last event reports the usage. `json` contains all members of an event, even if the event's type is unknown.
public struct SpeechEvent: JSONRecord {
    /// The type of an event.
    public struct EventType: ExtensibleEnum {
        /// A chunk of audio.
        public static let audioDelta = EventType(rawValue: "speech.audio.delta")
        /// The end of the audio.
        public static let audioDone = EventType(rawValue: "speech.audio.done")

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

    /// The chunk of audio, encoded in base64, or `nil` for other events. To decode the chunk, call `audioBytes()`.
    public var audio: String? { self["audio"] }

    /// The token usage, reported in the last event.
    public var usage: MediaUsage? { self["usage"] }
}
