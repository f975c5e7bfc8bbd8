/// How audio is encoded.
///
/// Input takes `wav` and `mp3`; output takes all; a streamed output takes `pcm16` only.
public struct AudioFormat: ExtensibleEnum {
    /// WAV.
    public static let wav = AudioFormat(rawValue: "wav")
    /// MP3.
    public static let mp3 = AudioFormat(rawValue: "mp3")
    /// AAC.
    public static let aac = AudioFormat(rawValue: "aac")
    /// FLAC.
    public static let flac = AudioFormat(rawValue: "flac")
    /// Opus.
    public static let opus = AudioFormat(rawValue: "opus")
    /// Raw 16-bit samples.
    public static let pcm16 = AudioFormat(rawValue: "pcm16")

    /// The text that stands on the wire.
    public let rawValue: String

    /// Takes the text as it stands on the wire, known or not.
    public init(rawValue: String) { self.rawValue = rawValue }
}
