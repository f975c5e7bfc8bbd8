extension OpenAI.Audio {
    /// The `/audio/transcriptions` endpoint, which converts speech to text.
    public struct Transcriptions: Sendable {
        let client: OpenAI

        /// Transcribes an audio file.
        ///
        ///     let request = TranscriptionRequest(.path("meeting.mp3"), model: "gpt-4o-transcribe")
        ///     print(try await client.audio.transcriptions.create(request).text)
        ///
        /// Files on disk are sent in chunks, using a constant amount of memory. `options.onProgress` is called during
        /// the upload.
        ///
        /// - Throws: `OpenAIError`, with code `.invalidRequest` if the file contains no audio, or `.fileAccess` if the
        ///   file cannot be read or changes during the upload. Throws `CancellationError` if the task is cancelled.
        ///   Errors thrown by an asynchronous sequence of chunks are rethrown unchanged.
        public func create(
            _ request: TranscriptionRequest,
            options: RequestOptions = RequestOptions()
        ) async throws -> Transcription {
            try await client.send(.transcription(request), options: options).value
        }

        /// Transcribes an audio file and streams the text. `whisper-1` does not support streaming and returns all text
        /// in one event.
        ///
        /// If the stream ends early, the error's `transcription` contains the text received so far.
        ///
        /// - Throws: The same errors as `create(_:options:)`.
        public func stream(
            _ request: TranscriptionRequest,
            options: RequestOptions = RequestOptions()
        ) async throws -> EventStream<TranscriptionEvent> {
            try await client.send(.transcriptionStream(request), options: options).value
        }
    }

    /// The `/audio/translations` endpoint, which translates speech into English text.
    public struct Translations: Sendable {
        let client: OpenAI

        /// Translates the speech in an audio file into English text.
        ///
        /// - Throws: `OpenAIError`, with code `.invalidRequest` if the file contains no audio, or `.fileAccess` if the
        ///   file cannot be read or changes during the upload. Throws `CancellationError` if the task is cancelled.
        ///   Errors thrown by an asynchronous sequence of chunks are rethrown unchanged.
        public func create(
            _ request: TranslationRequest,
            options: RequestOptions = RequestOptions()
        ) async throws -> Transcription {
            try await client.send(.translation(request), options: options).value
        }
    }
}
