extension OpenAI.Audio {
    /// The `/audio/speech` endpoint, which converts text to speech.
    public struct Speech: Sendable {
        let client: OpenAI

        /// Generates speech and returns the bytes of the audio. Audio that exceeds the client's limit on response sizes
        /// causes an error.
        ///
        /// - Throws: `OpenAIError`, with code `.invalidResponse` if the server sends no audio, or `CancellationError`
        ///   if the task is cancelled.
        public func create(
            _ request: SpeechRequest,
            options: RequestOptions = RequestOptions()
        ) async throws -> [UInt8] {
            try await client.send(.speech(request), options: options).value
        }

        /// Generates speech and saves it to a file, using a constant amount of memory.
        ///
        ///     let request = SpeechRequest(model: "gpt-4o-mini-tts", input: "Your table is ready.", voice: .coral)
        ///     try await client.audio.speech.create(request, to: "table.mp3")
        ///
        /// The audio is first written to a temporary file in the same directory. Once that file is complete and has
        /// been flushed to disk, it is renamed to `path`. `path` therefore never refers to a partial file. An existing
        /// file at `path` is replaced. `options.onProgress` is called during the download.
        ///
        /// - Throws: `OpenAIError`, with code `.fileAccess` if the file cannot be written, or `.connection` if the
        ///   audio is cut off. Throws `CancellationError` if the task is cancelled.
        @discardableResult
        public func create(
            _ request: SpeechRequest,
            to path: String,
            options: RequestOptions = RequestOptions()
        ) async throws -> DownloadedFile {
            try await client.send(.speech(request, to: path), options: options).value
        }

        /// Generates speech and returns the audio as it arrives, using a constant amount of memory.
        ///
        ///     for try await chunk in try await client.audio.speech.stream(request) { player.enqueue(chunk) }
        ///
        /// - Throws: `OpenAIError`, with code `.invalidResponse` if the server sends no audio, or `CancellationError`
        ///   if the task is cancelled.
        public func stream(
            _ request: SpeechRequest,
            options: RequestOptions = RequestOptions()
        ) async throws -> ByteStream {
            try await client.send(.speechStream(request), options: options).value
        }

        /// Generates speech and returns it as a stream of events. The last event reports the usage.
        ///
        ///     for try await event in try await client.audio.speech.events(request) {
        ///         if let chunk = try event.audioBytes() { player.enqueue(chunk) }
        ///     }
        ///
        /// - Throws: `OpenAIError`, with code `.invalidResponse` if the model does not support events, or
        ///   `CancellationError` if the task is cancelled.
        public func events(
            _ request: SpeechRequest,
            options: RequestOptions = RequestOptions()
        ) async throws -> EventStream<SpeechEvent> {
            try await client.send(.speechEvents(request), options: options).value
        }
    }
}
