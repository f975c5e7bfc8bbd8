/// A request to generate speech: `POST /audio/speech`.
///
///     var request = SpeechRequest(model: "gpt-4o-mini-tts", input: "Your table is ready.", voice: .coral)
///     request.instructions = "Speak quietly."
///
/// Only the properties that are set are sent.
public struct SpeechRequest: Codable, Sendable, Hashable {
    /// The model ID.
    public var model: String
    /// The text to speak, which can be at most 4,096 characters long.
    public var input: String
    /// The voice to use.
    public var voice: Voice
    /// Instructions for the voice, for example about the tone to use. The models `tts-1` and `tts-1-hd` do not support
    /// instructions.
    public var instructions: String?
    /// The audio encoding, or `nil` for the server's default (MP3).
    public var responseFormat: AudioFormat?
    /// The speed, from 0.25 to 4. The default is 1.
    public var speed: Double?
    /// The format of the stream. The methods of `client.audio.speech` set this property.
    public var streamFormat: StreamFormat?

    /// Creates a request.
    public init(model: String, input: String, voice: Voice) {
        self.model = model
        self.input = input
        self.voice = voice
    }

    /// The format of a speech stream.
    public struct StreamFormat: ExtensibleEnum {
        /// The raw bytes of the audio.
        public static let audio = StreamFormat(rawValue: "audio")
        /// Server-sent events, which also report the usage. The models `tts-1` and `tts-1-hd` do not support this
        /// format.
        public static let events = StreamFormat(rawValue: "sse")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a format from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    private enum CodingKeys: String, CodingKey {
        case model, input, voice, instructions, speed
        case responseFormat = "response_format"
        case streamFormat = "stream_format"
    }
}
