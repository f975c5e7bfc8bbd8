/// A request to edit images: `POST /images/edits`.
///
///     var request = ImageEditRequest(model: "gpt-image-2", images: [.path("kitchen.png")], prompt: "Add a waiter")
///     request.mask = .path("mask.png")
///
/// Only the properties that are set are sent. Files are sent as a form. URLs and file IDs are sent as JSON. A request
/// cannot combine files with URLs or file IDs.
public struct ImageEditRequest: Sendable {
    /// The model ID, or `nil` for the server's default.
    ///
    /// Calls without a model are not metered, because their cost is unknown.
    public var model: String?
    /// The images, at most 16. `dall-e-2` accepts only one.
    public var images: [ImageInput]
    /// The description of the edited image.
    public var prompt: String
    /// A PNG image whose transparent areas indicate which areas of the first image to edit.
    public var mask: ImageInput?
    /// The number of edited images to generate, from 1 to 10. If this is `nil`, one image is generated.
    public var n: Int?
    /// The size.
    public var size: ImageOptions.Size?
    /// The quality.
    public var quality: ImageOptions.Quality?
    /// The background.
    public var background: ImageOptions.Background?
    /// The file format.
    public var outputFormat: ImageOptions.Format?
    /// The quality of a JPEG or WebP file in percent, from 0 to 100.
    public var outputCompression: Int?
    /// The effort with which the model matches the features of the input images.
    public var inputFidelity: ImageOptions.InputFidelity?
    /// The strictness of content moderation. OpenAI accepts this parameter only with URLs and file IDs.
    public var moderation: ImageOptions.Moderation?
    /// The format in which `dall-e-2` returns the images. OpenAI accepts this parameter only with files.
    public var responseFormat: ImageOptions.ResponseFormat?
    /// The maximum number of partial images in a stream, from 0 to 3.
    public var partialImages: Int?
    /// An identifier of the end user, without personal data.
    public var user: String?

    /// Creates a request.
    public init(model: String? = nil, images: [ImageInput], prompt: String) {
        self.model = model
        self.images = images
        self.prompt = prompt
    }

    /// Returns the members of the request, without the images and the mask.
    private func members(stream: Bool) -> JSONObject {
        var json: JSONObject = [:]
        json["model"] = model.map { .string($0) }
        json["prompt"] = .string(prompt)
        json["n"] = n.map { .integer(Int64($0)) }
        json["size"] = size.map { .string($0.rawValue) }
        json["quality"] = quality.map { .string($0.rawValue) }
        json["background"] = background.map { .string($0.rawValue) }
        json["output_format"] = outputFormat.map { .string($0.rawValue) }
        json["output_compression"] = outputCompression.map { .integer(Int64($0)) }
        json["input_fidelity"] = inputFidelity.map { .string($0.rawValue) }
        json["moderation"] = moderation.map { .string($0.rawValue) }
        json["response_format"] = responseFormat.map { .string($0.rawValue) }
        json["partial_images"] = partialImages.map { .integer(Int64($0)) }
        json["user"] = user.map { .string($0) }
        if stream { json["stream"] = true }
        return json
    }

    /// Returns the body. The body is JSON if all images are references. If any image is a file, the body is a form.
    func body(stream: Bool) -> RequestBody {
        var json = members(stream: stream)
        let references = images.compactMap(\.reference)
        if references.count == images.count, !images.isEmpty, mask.map({ $0.reference != nil }) ?? true {
            json["images"] = .array(references)
            json["mask"] = mask?.reference
            return .json(JSONValue.object(json))
        }
        var form = MultipartForm()
        form.merge(json)
        let files = files
        let images = mask == nil ? files[...] : files.dropLast()
        for file in images { form.append(images.count == 1 ? "image" : "image[]", file.withDetectedType) }
        if mask != nil, let file = files.last { form.append("mask", file.withDetectedType) }
        return .form(form)
    }

    /// The files to send: the images, followed by the mask.
    private var files: [FileInput] {
        (images + [mask].compactMap { $0 }).compactMap { if case .file(let file) = $0 { file } else { nil } }
    }

    /// Validates the request before it is sent.
    ///
    /// - Throws: `OpenAIError` with code `.invalidRequest` if there is no image, if files and references are mixed, or
    ///   if a file is not an image. The code is `.fileAccess` if a file cannot be read.
    func validate() throws {
        let inputs = images + [mask].compactMap { $0 }
        guard !images.isEmpty else { throw OpenAIError(.invalidRequest, "there is no image to edit") }
        let files = files
        guard files.isEmpty || files.count == inputs.count else {
            throw OpenAIError(.invalidRequest, "an image edit cannot combine files with URLs or file IDs")
        }
        for file in files { try file.checkImage() }
    }
}
