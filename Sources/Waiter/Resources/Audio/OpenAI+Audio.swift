extension OpenAI {
    /// The `/audio` endpoints: speech, transcriptions and translations.
    public struct Audio: Sendable {
        let client: OpenAI

        /// The `/audio/speech` endpoint.
        public var speech: Speech { Speech(client: client) }
        /// The `/audio/transcriptions` endpoint.
        public var transcriptions: Transcriptions { Transcriptions(client: client) }
        /// The `/audio/translations` endpoint.
        public var translations: Translations { Translations(client: client) }
    }

    /// The audio endpoints.
    public var audio: Audio { Audio(client: self) }
}
