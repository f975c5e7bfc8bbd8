internal import HTTPTypes

extension APIOperation where Output == [UInt8] {
    /// Creates the operation `POST /audio/speech`, which returns the bytes of the audio.
    public static func speech(_ request: SpeechRequest) -> APIOperation {
        .speech(
            request,
            accept: .any,
            ResponseDecoder { response in
                let bytes = try await response.collect()
                try response.checkSpeech(bytes)
                response.tracker?.complete(.speech)
                return APIResponse(value: bytes, head: response.head, body: bytes)
            }
        )
    }
}

extension APIOperation where Output == DownloadedFile {
    /// Creates the operation `POST /audio/speech`, which saves the audio to a file.
    public static func speech(_ request: SpeechRequest, to path: String) -> APIOperation {
        .speech(
            request,
            accept: .identity,
            .file(path, metadata: .speech) { response, start in try response.checkSpeech(start) }
        )
    }
}

extension APIOperation where Output == ByteStream {
    /// Creates the operation `POST /audio/speech`, which returns the audio as it is generated.
    public static func speechStream(_ request: SpeechRequest) -> APIOperation {
        .speech(
            request,
            accept: .byteStream,
            .byteStream(.speech) { response, start in try response.checkSpeech(start) }
        )
    }
}

extension APIOperation where Output == EventStream<SpeechEvent> {
    /// Creates the operation `POST /audio/speech`, which streams events.
    ///
    /// - Parameter request: The request. Its `streamFormat` is set to `events`.
    /// - Returns: The operation.
    public static func speechEvents(_ request: SpeechRequest) -> APIOperation {
        var request = request
        request.streamFormat = .events
        let events: ResponseDecoder<Output> = .stream(
            { RecordEventDecoder { body, response in throw response.noEvents(body) } },
            SpeechAccumulator.self
        )
        var operation = APIOperation(
            "audio.speech.stream",
            .post,
            ["audio", "speech"],
            body: .json(request),
            accept: .eventStream,
            decoder: ResponseDecoder { response in
                let contentType = response.head.fields.text("content-type")?.lowercased() ?? ""
                if contentType.hasPrefix("audio/") || contentType.contains("octet-stream") { throw response.noEvents() }
                return try await events.decode(response)
            }
        )
        operation.model = request.model
        return operation
    }
}

extension APIOperation {
    /// Creates the operation for audio that is received as raw bytes.
    fileprivate static func speech(
        _ request: SpeechRequest,
        accept: AcceptedMedia,
        _ decoder: @autoclosure @escaping @Sendable () -> ResponseDecoder<Output>
    ) -> APIOperation {
        var request = request
        if request.streamFormat == .events { request.streamFormat = .audio }
        var operation = APIOperation(
            "audio.speech.create",
            .post,
            ["audio", "speech"],
            body: .json(request),
            accept: accept,
            decoder: decoder()
        )
        operation.model = request.model
        return operation
    }
}

extension ResponseMetadata {
    /// The metadata for audio that is received as raw bytes. Servers do not report usage for such audio.
    fileprivate static let speech = ResponseMetadata(MetadataValues(hasOutput: true))
}

extension SuccessfulResponse {
    /// Checks the first bytes of a body to determine whether the body is audio.
    ///
    /// - Throws: `OpenAIError` with code `.invalidResponse` if the body is empty or contains text.
    fileprivate func checkSpeech(_ start: [UInt8]) throws {
        guard !start.isEmpty else { throw invalid("the server sent no audio") }
        let contentType = head.fields.text("content-type")?.lowercased() ?? ""
        let isText = contentType.hasPrefix("text/") || contentType.contains("json")
        if isText || MediaType(start).map({ $0.isImage || $0 == .pdf }) ?? false {
            throw invalid(
                "the server sent \(contentType.isEmpty ? "other data" : contentType) instead of audio",
                body: start
            )
        }
    }

    /// Returns the error for a response without events.
    fileprivate func noEvents(_ body: [UInt8] = []) -> OpenAIError {
        invalid("the server sent no events; the model may not support them, so request plain audio", body: body)
    }
}
