internal import HTTPTypes

extension APIOperation where Output == Transcription {
    /// Creates the operation `POST /audio/transcriptions`.
    public static func transcription(_ request: TranscriptionRequest) -> APIOperation {
        let format = request.responseFormat
        var operation = APIOperation(
            "audio.transcriptions.create",
            .post,
            ["audio", "transcriptions"],
            body: .form(request.form(stream: false)),
            accept: format.accepted,
            decoder: .transcription(format)
        )
        operation.describe(request)
        return operation
    }

    /// Creates the operation `POST /audio/translations`.
    public static func translation(_ request: TranslationRequest) -> APIOperation {
        let format = request.responseFormat
        var operation = APIOperation(
            "audio.translations.create",
            .post,
            ["audio", "translations"],
            body: .form(request.form),
            accept: format.accepted,
            decoder: .transcription(format)
        )
        operation.model = request.model
        operation.describe(request.file, texts: [request.prompt].compactMap { $0 })
        return operation
    }
}

extension APIOperation where Output == EventStream<TranscriptionEvent> {
    /// Creates the operation `POST /audio/transcriptions`, which streams events.
    public static func transcriptionStream(_ request: TranscriptionRequest) -> APIOperation {
        var operation = APIOperation(
            "audio.transcriptions.stream",
            .post,
            ["audio", "transcriptions"],
            body: .form(request.form(stream: true)),
            accept: .eventStream,
            decoder: .stream(
                { RecordEventDecoder { try TranscriptionEvent(whole: $0, of: $1) } },
                TranscriptionAccumulator.self
            )
        )
        operation.describe(request)
        return operation
    }
}

extension APIOperation {
    fileprivate mutating func describe(_ request: TranscriptionRequest) {
        model = request.model
        describe(request.file, texts: [request.prompt].compactMap { $0 } + (request.keywords ?? []))
    }

    /// Sets the closure that validates the audio and the closure that computes the token bounds for meters.
    fileprivate mutating func describe(_ file: FileInput, texts: [String]) {
        validate = { _ in try file.checkAudio() }
        bounds = {
            var bounds = TokenBounds(texts: texts)
            bounds.maxAudioSeconds = file.maxAudioSeconds
            return bounds
        }
    }
}

extension TranscriptionFormat? {
    /// The media types of the response.
    fileprivate var accepted: AcceptedMedia { self?.isPlain == true ? .any : .json }
}

extension ResponseDecoder where Output == Transcription {
    /// Creates a decoder for a transcription in the given format.
    fileprivate static func transcription(_ format: TranscriptionFormat?) -> ResponseDecoder {
        guard let format, format.isPlain else { return .json { ResponseMetadata($0) } }
        return ResponseDecoder { response in
            let bytes = try await response.collect()
            let transcription = try response.parsing(bytes) {
                try Transcription(plain: bytes, format, of: response)
            }
            response.tracker?.complete(
                ResponseMetadata(transcription),
                PartialResult(transcription, usage: transcription.usage?.counts)
            )
            return APIResponse(value: transcription, head: response.head, body: bytes)
        }
    }
}

extension Transcription {
    /// Creates a transcription from plain text or subtitles.
    ///
    /// - Throws: `OpenAIError` if the body contains an error, a web page, or JSON instead of subtitles.
    fileprivate init(plain bytes: [UInt8], _ format: TranscriptionFormat, of response: SuccessfulResponse) throws {
        let contentType = response.head.fields.text("content-type")?.lowercased() ?? ""
        if contentType.contains("html") {
            throw response.invalid("the server sent HTML instead of a transcription; check the base URL", body: bytes)
        }
        guard contentType.contains("json") else {
            self.init(text: String(decoding: bytes, as: UTF8.self))
            return
        }
        let whole = try JSONResponse.decodeWithDocument(Transcription.self, from: bytes, of: response).value
        guard format == .text else {
            throw response.invalid("the server sent JSON instead of \(format) subtitles", body: bytes)
        }
        self = whole
    }
}

extension TranscriptionEvent {
    /// Creates the last event of a stream from a complete transcription that was sent instead of a stream.
    fileprivate init(whole body: [UInt8], of response: SuccessfulResponse) throws {
        let (_, document) = try JSONResponse.decodeWithDocument(Transcription.self, from: body, of: response)
        var json = document.objectValue ?? [:]
        json["type"] = .string(EventType.textDone.rawValue)
        self.init(json: json)
    }
}
