/// How a spoken answer is to sound.
public struct AudioOutput: Codable, Sendable, Hashable {
    /// The voice.
    public var voice: Voice
    /// How the sound is encoded.
    public var format: AudioFormat

    /// Makes the settings of a spoken answer.
    public init(voice: Voice, format: AudioFormat) {
        self.voice = voice
        self.format = format
    }

    private enum CodingKeys: String, CodingKey { case voice, format }
}
