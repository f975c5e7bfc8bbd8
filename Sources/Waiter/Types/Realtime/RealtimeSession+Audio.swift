extension RealtimeSession {
    /// The audio settings of a session.
    public struct Audio: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates settings from their members.
        public init(json: JSONObject) { self.json = json }

        /// Creates settings.
        public init(input: Input? = nil, output: Output? = nil) {
            json = [:]
            self.input = input
            self.output = output
        }

        /// The settings for input audio.
        public var input: Input? {
            get { self["input"] }
            set { self["input"] = newValue }
        }

        /// The settings for output audio.
        public var output: Output? {
            get { self["output"] }
            set { self["output"] = newValue }
        }
    }

    /// An audio format.
    public struct AudioFormat: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a format from its members.
        public init(json: JSONObject) { self.json = json }

        /// 16-bit PCM at 24 kHz.
        public static let pcm = AudioFormat(json: ["type": "audio/pcm", "rate": 24_000])
        /// G.711 μ-law.
        public static let pcmu = AudioFormat(json: ["type": "audio/pcmu"])
        /// G.711 A-law.
        public static let pcma = AudioFormat(json: ["type": "audio/pcma"])

        /// The media type, such as `audio/pcm`.
        public var type: String { string("type") }

        /// The sample rate in hertz, for PCM.
        public var rate: Int? { self["rate"] }
    }
}

extension RealtimeSession.Audio {
    /// The settings for input audio.
    public struct Input: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates settings from their members.
        public init(json: JSONObject) { self.json = json }

        /// Creates settings.
        public init(format: RealtimeSession.AudioFormat? = nil, transcription: Transcription? = nil) {
            json = [:]
            self.format = format
            self.transcription = transcription.map { .value($0) }
        }

        /// The format of the input audio.
        public var format: RealtimeSession.AudioFormat? {
            get { self["format"] }
            set { self["format"] = newValue }
        }

        /// The transcription of input audio. `.null` turns transcription off.
        public var transcription: Nullable<Transcription>? {
            get { self[nullable: "transcription"] }
            set { self[nullable: "transcription"] = newValue }
        }

        /// The kind of noise reduction. `.null` turns noise reduction off.
        public var noiseReduction: Nullable<NoiseReduction>? {
            get { self[nullable: "noise_reduction"] }
            set { self[nullable: "noise_reduction"] = newValue }
        }

        /// The settings for detecting the end of a turn. `.null` turns detection off, in which case the client must end
        /// turns itself.
        public var turnDetection: Nullable<RealtimeSession.TurnDetection>? {
            get { self[nullable: "turn_detection"] }
            set { self[nullable: "turn_detection"] = newValue }
        }
    }

    /// The settings for noise reduction.
    public struct NoiseReduction: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates settings from their members.
        public init(json: JSONObject) { self.json = json }

        /// Noise reduction for microphones close to the person speaking, such as those in headphones.
        public static let nearField = NoiseReduction(json: ["type": "near_field"])
        /// Noise reduction for distant microphones, such as those in laptops.
        public static let farField = NoiseReduction(json: ["type": "far_field"])

        /// The kind, such as `near_field`.
        public var type: String? { self["type"] }
    }

    /// The transcription of input audio.
    public struct Transcription: JSONRecord {
        /// The delay before text is emitted. A longer delay can improve the transcription.
        public struct Delay: ExtensibleEnum {
            /// The shortest delay.
            public static let minimal = Delay(rawValue: "minimal")
            /// A short delay.
            public static let low = Delay(rawValue: "low")
            /// A medium delay.
            public static let medium = Delay(rawValue: "medium")
            /// A long delay.
            public static let high = Delay(rawValue: "high")
            /// The longest delay.
            public static let xhigh = Delay(rawValue: "xhigh")

            /// The string sent on the wire.
            public let rawValue: String

            /// Creates a delay from the string sent on the wire; unknown values are allowed.
            public init(rawValue: String) { self.rawValue = rawValue }
        }

        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates settings from their members.
        public init(json: JSONObject) { self.json = json }

        /// Creates settings with a model.
        public init(model: String, language: String? = nil) {
            json = ["model": .string(model)]
            self.language = language
        }

        /// The model ID.
        public var model: String? {
            get { self["model"] }
            set { self["model"] = newValue }
        }

        /// The language of the audio, as an ISO 639-1 code.
        public var language: String? {
            get { self["language"] }
            set { self["language"] = newValue }
        }

        /// The possible languages of the audio, for `gpt-transcribe` and `gpt-live-transcribe`.
        public var languages: [String]? {
            get { self["languages"] }
            set { self["languages"] = newValue }
        }

        /// Words and phrases that the audio may contain, for `gpt-transcribe` and `gpt-live-transcribe`.
        public var keywords: [String]? {
            get { self["keywords"] }
            set { self["keywords"] = newValue }
        }

        /// Text that guides the style of the transcription or continues a previous audio segment.
        public var prompt: String? {
            get { self["prompt"] }
            set { self["prompt"] = newValue }
        }

        /// The delay before text is emitted, for `gpt-realtime-whisper`.
        public var delay: Delay? {
            get { self["delay"] }
            set { self["delay"] = newValue }
        }
    }

    /// The settings for output audio.
    public struct Output: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates settings from their members.
        public init(json: JSONObject) { self.json = json }

        /// Creates settings.
        public init(voice: Voice? = nil, format: RealtimeSession.AudioFormat? = nil) {
            json = [:]
            self.voice = voice
            self.format = format
        }

        /// The format of the output audio.
        public var format: RealtimeSession.AudioFormat? {
            get { self["format"] }
            set { self["format"] = newValue }
        }

        /// The voice, which cannot be changed after the first audio output.
        public var voice: Voice? {
            get { self["voice"] }
            set { self["voice"] = newValue }
        }

        /// The speed, from 0.25 to 1.5. The default is 1.
        public var speed: Double? {
            get { self["speed"] }
            set { self["speed"] = newValue }
        }
    }
}
