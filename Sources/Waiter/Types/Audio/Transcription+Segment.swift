extension Transcription {
    /// A segment of a transcription, including its start and end times. If the transcription is diarized, the segment
    /// also includes its speaker.
    ///
    /// A segment preserves all members as the server sent them.
    public struct Segment: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a segment from its members.
        public init(json: JSONObject) { self.json = json }

        /// The ID. If the format is `verboseJSON`, the server sends the ID as a number.
        public var id: String { json["id"]?.stringValue ?? json["id"]?.intValue.map { "\($0)" } ?? "" }

        /// The text of the segment.
        public var text: String { string("text") }

        /// The start time in seconds.
        public var start: Double { self["start"] ?? 0 }

        /// The end time in seconds.
        public var end: Double { self["end"] ?? 0 }

        /// The speaker, identified by a known name or by a letter. Only diarized transcriptions include the speaker.
        public var speaker: String? { self["speaker"] }

        /// The type of a diarized segment, `transcript.text.segment`.
        public var type: String? { self["type"] }

        /// The position in the audio at which the server searched for the segment.
        public var seek: Int? { self["seek"] }

        /// The token IDs of the text, or an empty array if the server does not send any.
        public var tokens: [Int] { elements("tokens") }

        /// The temperature at which the segment was generated.
        public var temperature: Double? { self["temperature"] }

        /// The average log probability. A value below -1 is unreliable.
        public var averageLogprob: Double? { self["avg_logprob"] }

        /// The compression ratio of the text. A value above 2.4 indicates repetition.
        public var compressionRatio: Double? { self["compression_ratio"] }

        /// The probability that the segment contains no speech.
        public var noSpeechProbability: Double? { self["no_speech_prob"] }
    }
}
