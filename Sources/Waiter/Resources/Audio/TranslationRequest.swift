/// A request for the translation of an audio file into English: `POST /audio/translations`.
///
///     let request = TranslationRequest(.path("speech.mp3"), model: "whisper-1")
///
/// Only the properties that are set are sent.
public struct TranslationRequest: Sendable {
    /// The audio file: FLAC, MP3, MP4, MPEG, M4A, OGG, WAV or WebM.
    public var file: FileInput
    /// The model ID.
    public var model: String
    /// English text that guides the style or continues a previous segment.
    public var prompt: String?
    /// The format of the response, or `nil` for the default, `json`.
    public var responseFormat: TranscriptionFormat?
    /// The sampling temperature, from 0 to 1.
    public var temperature: Double?

    /// Creates a request.
    public init(_ file: FileInput, model: String) {
        self.file = file
        self.model = model
    }

    /// The form to send. The fields precede the file.
    var form: MultipartForm {
        var json: JSONObject = ["model": .string(model)]
        json["prompt"] = prompt.map { .string($0) }
        json["response_format"] = responseFormat.map { .string($0.rawValue) }
        json["temperature"] = temperature.map { .number($0) }
        var form = MultipartForm()
        form.merge(json)
        form.append("file", file.withDetectedType)
        return form
    }
}
