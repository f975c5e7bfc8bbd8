/// The format of a transcription.
public struct TranscriptionFormat: ExtensibleEnum {
    /// The text and the usage.
    public static let json = TranscriptionFormat(rawValue: "json")
    /// Plain text.
    public static let text = TranscriptionFormat(rawValue: "text")
    /// SubRip subtitles.
    public static let srt = TranscriptionFormat(rawValue: "srt")
    /// WebVTT subtitles.
    public static let vtt = TranscriptionFormat(rawValue: "vtt")
    /// The text, language, duration, segments and words, for `whisper-1`.
    public static let verboseJSON = TranscriptionFormat(rawValue: "verbose_json")
    /// The text, segmented by speaker, for `gpt-4o-transcribe-diarize`.
    public static let diarizedJSON = TranscriptionFormat(rawValue: "diarized_json")

    /// The string sent on the wire.
    public let rawValue: String

    /// Creates a format from the string sent on the wire; unknown values are allowed.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Whether the response is plain text or subtitles instead of JSON.
    var isPlain: Bool { [.text, .srt, .vtt].contains(self) }
}
