/// The text of the speech in an audio file, in the original language or translated into English.
///
/// The requested format determines which properties are set.
public struct Transcription: Codable, Sendable, Hashable {
    /// The text. If plain text or subtitles were requested, this property contains the response body as received.
    public var text: String
    /// The task: `transcribe` or `translate`. This property is set only for formats that include segments.
    public var task: String?
    /// The name of the language, such as `english`. This property is set only for the format `verboseJSON`.
    public var language: String?
    /// The codes of the languages that `gpt-transcribe` detected. The array is empty if no language was detected
    /// reliably.
    public var languages: [String]?
    /// The duration of the audio in seconds. This property is set only for formats that include segments.
    public var duration: Double?
    /// The words with their start and end times, if requested.
    public var words: [TimedWord]?
    /// The segments, if the requested format includes segments.
    public var segments: [Segment]?
    /// The log probabilities of the tokens, if requested.
    public var logprobs: [TokenLogprob]?
    /// The usage, or `nil` if the server does not report it.
    public var usage: MediaUsage?

    /// Creates a transcription.
    public init(text: String) { self.text = text }

    /// A word with its start and end times.
    public struct TimedWord: Codable, Sendable, Hashable {
        /// The word.
        public var word: String
        /// The start time in seconds.
        public var start: Double
        /// The end time in seconds.
        public var end: Double

        /// Creates a word.
        public init(word: String, start: Double, end: Double) {
            self.word = word
            self.start = start
            self.end = end
        }

        private enum CodingKeys: String, CodingKey { case word, start, end }
    }

    private enum CodingKeys: String, CodingKey {
        case task, text, language, languages, duration, words, segments, logprobs, usage
    }

    private struct Language: Codable {
        var code: String
    }

    /// Decodes a transcription. The `text` member is required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        text = try container.decode(String.self, forKey: .text)
        task = container.side(String.self, forKey: .task)
        language = container.side(String.self, forKey: .language)
        languages = container.side([Language].self, forKey: .languages)?.map(\.code)
        // Some servers send the duration as a string.
        duration =
            container.side(Double.self, forKey: .duration)
            ?? container.side(String.self, forKey: .duration)
            .flatMap { Double($0) }
        words = container.side([TimedWord].self, forKey: .words)
        segments = container.side([Segment].self, forKey: .segments)
        logprobs = container.side([TokenLogprob].self, forKey: .logprobs)
        usage = container.side(MediaUsage.self, forKey: .usage)
    }

    /// Encodes the transcription in the format in which the server sends it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(task, forKey: .task)
        try container.encode(text, forKey: .text)
        try container.encodeIfPresent(language, forKey: .language)
        try container.encodeIfPresent(languages?.map(Language.init(code:)), forKey: .languages)
        try container.encodeIfPresent(duration, forKey: .duration)
        try container.encodeIfPresent(words, forKey: .words)
        try container.encodeIfPresent(segments, forKey: .segments)
        try container.encodeIfPresent(logprobs, forKey: .logprobs)
        try container.encodeIfPresent(usage, forKey: .usage)
    }
}
