/// An audio encoding.
///
/// Chat models accept `wav` and `mp3` as input. They can output every format except `pcm`, but streamed output supports
/// only `pcm16`. Speech requests support every format except `pcm16`.
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
    /// Raw 16-bit PCM samples.
    public static let pcm16 = AudioFormat(rawValue: "pcm16")
    /// Raw 16-bit PCM samples at 24 kHz without a header, for speech requests.
    public static let pcm = AudioFormat(rawValue: "pcm")

    /// The string sent on the wire.
    public let rawValue: String

    /// Creates a value from the string sent on the wire; unknown values are allowed.
    public init(rawValue: String) { self.rawValue = rawValue }
}
