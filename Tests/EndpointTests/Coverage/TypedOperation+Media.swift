@testable import Waiter

extension TypedOperation {
    /// The signature of a PNG file, which is checked before an image is sent.
    private static let image = ImageInput.bytes([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0])

    private static func edit(_ image: ImageInput, mask: ImageInput) -> ImageEditRequest {
        var request = ImageEditRequest(model: "gpt-image-1", images: [image], prompt: "p")
        request.mask = mask
        (request.n, request.size, request.quality, request.background) = (1, "1024x1024", "high", "auto")
        (request.outputFormat, request.outputCompression, request.inputFidelity) = ("png", 90, "high")
        (request.moderation, request.responseFormat, request.partialImages) = ("auto", "b64_json", 1)
        request.user = "u"
        return request
    }

    private static var transcription: TranscriptionRequest {
        var request = TranscriptionRequest(.bytes([1, 2, 3], name: "a.mp3"), model: "whisper-1")
        (request.language, request.languages, request.keywords, request.prompt) = ("en", ["en"], ["waiter"], "p")
        (request.responseFormat, request.temperature, request.include) = ("verbose_json", 0.5, [.logprobs])
        (request.timestampGranularities, request.chunkingStrategy) = ([.word], .auto)
        (request.knownSpeakerNames, request.knownSpeakerReferences) = (["a"], ["data:audio/wav;base64,AA=="])
        return request
    }

    private static var translation: TranslationRequest {
        var request = TranslationRequest(.bytes([1, 2, 3], name: "a.mp3"), model: "whisper-1")
        (request.prompt, request.responseFormat, request.temperature) = ("p", "json", 0.5)
        return request
    }

    static let media: [TypedOperation] = [
        .post("createImage") { (request: ImageGenerationRequest) in .imageGeneration(request) }
            .streaming(ImageStreamEvent.self),
        .call(
            "createImageEdit",
            .imageEdit(edit(image, mask: image)),
            .imageEdit(edit(.url("https://example.com/a.png"), mask: .fileID("f")))
        ).also(.imageEditStream(edit(image, mask: image))).streaming(ImageStreamEvent.self),
        .post("createSpeech") { (request: SpeechRequest) -> APIOperation<[UInt8]> in .speech(request) }
            .streaming(SpeechEvent.self),
        .call("createTranscription", .transcription(transcription)).also(.transcriptionStream(transcription))
            .streaming(TranscriptionEvent.self),
        .call("createTranslation", .translation(translation)),
        .post("create-realtime-client-secret") { (request: RealtimeClientSecretRequest) in
            .realtimeClientSecret(request)
        },
    ]
}
