/// A request for the transcription of an audio file: `POST /audio/transcriptions`.
///
///     var request = TranscriptionRequest(.path("meeting.mp3"), model: "whisper-1")
///     request.responseFormat = .verboseJSON
///     request.timestampGranularities = [.word]
///
/// Only the properties that are set are sent. Files on disk are sent in chunks, using a constant amount of memory.
public struct TranscriptionRequest: Sendable {
    /// The audio file: FLAC, MP3, MP4, MPEG, M4A, OGG, WAV or WebM.
    public var file: FileInput
    /// The model ID.
    public var model: String
    /// The language of the audio, as an ISO 639-1 code such as `en`. Specifying the language improves the result.
    public var language: String?
    /// The possible languages of the audio, for `gpt-transcribe`.
    public var languages: [String]?
    /// Words and phrases that the audio may contain, for `gpt-transcribe`.
    public var keywords: [String]?
    /// Text that guides the style or continues a previous segment, in the language of the audio.
    public var prompt: String?
    /// The format of the response, or `nil` for the default, `json`.
    public var responseFormat: TranscriptionFormat?
    /// The sampling temperature, from 0 to 1.
    public var temperature: Double?
    /// Additional output to include in the response.
    public var include: [Include]?
    /// The timestamps to include in a response whose format is `verboseJSON`, or `nil` for segment timestamps.
    public var timestampGranularities: [Granularity]?
    /// The strategy for dividing the audio into chunks. `gpt-4o-transcribe-diarize` requires a strategy for audio
    /// longer than 30 s.
    public var chunkingStrategy: ChunkingStrategy?
    /// The names of known speakers, at most four, for `gpt-4o-transcribe-diarize`.
    public var knownSpeakerNames: [String]?
    /// Audio samples of the known speakers, as data URLs, in the same order as the names. Each sample must be 2 to 10 s
    /// long.
    public var knownSpeakerReferences: [String]?

    /// Creates a request.
    public init(_ file: FileInput, model: String) {
        self.file = file
        self.model = model
    }

    /// Additional output.
    public struct Include: ExtensibleEnum {
        /// The log probabilities of the tokens.
        public static let logprobs = Include(rawValue: "logprobs")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a value from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The unit of timestamps.
    public struct Granularity: ExtensibleEnum {
        /// Timestamps for words. Determining these timestamps takes additional time.
        public static let word = Granularity(rawValue: "word")
        /// Timestamps for segments.
        public static let segment = Granularity(rawValue: "segment")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a unit from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// A strategy for dividing audio into chunks.
    public enum ChunkingStrategy: Sendable, Hashable {
        /// Boundaries chosen by the server.
        case auto
        /// Boundaries at pauses in speech. If a value is `nil`, the server uses its default: 0.5 for the threshold, 300
        /// ms for the prefix padding, and 200 ms for the silence.
        case serverVAD(threshold: Double? = nil, prefixPadding: Duration? = nil, silence: Duration? = nil)
        /// Any other strategy, as raw JSON.
        case other(JSONValue)

        var json: JSONValue {
            switch self {
            case .auto: return "auto"
            case .serverVAD(let threshold, let prefixPadding, let silence):
                var json: JSONObject = ["type": "server_vad"]
                json["threshold"] = threshold.map { .number($0) }
                json["prefix_padding_ms"] = prefixPadding.map { .integer($0.milliseconds) }
                json["silence_duration_ms"] = silence.map { .integer($0.milliseconds) }
                return .object(json)
            case .other(let json): return json
            }
        }
    }

    /// Returns the form to send. The fields precede the file so that a server can reject the request before reading the
    /// file.
    func form(stream: Bool) -> MultipartForm {
        func list(_ values: [String]?) -> JSONValue? { values.map { .array($0.map { .string($0) }) } }
        var json: JSONObject = ["model": .string(model)]
        json["language"] = language.map { .string($0) }
        json["languages"] = list(languages)
        json["keywords"] = list(keywords)
        json["prompt"] = prompt.map { .string($0) }
        json["response_format"] = responseFormat.map { .string($0.rawValue) }
        json["temperature"] = temperature.map { .number($0) }
        json["include"] = list(include?.map(\.rawValue))
        json["timestamp_granularities"] = list(timestampGranularities?.map(\.rawValue))
        json["chunking_strategy"] = chunkingStrategy?.json
        json["known_speaker_names"] = list(knownSpeakerNames)
        json["known_speaker_references"] = list(knownSpeakerReferences)
        if stream { json["stream"] = true }
        var form = MultipartForm()
        form.merge(json)
        form.append("file", file.withDetectedType)
        return form
    }
}

extension Duration {
    fileprivate var milliseconds: Int64 { Int64(self / .milliseconds(1)) }
}
