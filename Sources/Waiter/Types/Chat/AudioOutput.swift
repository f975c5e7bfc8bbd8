/// The settings for spoken output.
public struct AudioOutput: Codable, Sendable, Hashable {
    /// The voice to use.
    public var voice: Voice
    /// The audio encoding.
    public var format: AudioFormat

    /// Creates audio output settings.
    public init(voice: Voice, format: AudioFormat) {
        self.voice = voice
        self.format = format
    }

    private enum CodingKeys: String, CodingKey { case voice, format }
}
