internal import Waiter
internal import WaiterTerminal

/// The call of the `image` command, and the destination of its images.
struct ImageCall {
    var prompt: String
    var model: String
    var destination: OutputFile
    /// The paths of the images to edit; empty to generate images.
    var images: [String] = []
    /// The path of the mask.
    var mask: String?
    var count = 1
    var size: String?
    var quality: String?
    var background: String?

    init(_ prompt: String, model: String, to destination: OutputFile) {
        (self.prompt, self.model, self.destination) = (prompt, model, destination)
    }

    /// The format for the extension of the file; nil to leave it to the server.
    private var format: ImageOptions.Format? {
        switch destination.fileExtension {
        case "png": .png
        case "jpg", "jpeg": .jpeg
        case "webp": .webp
        default: nil
        }
    }

    /// `dall-e-2` and `dall-e-3` have no formats, and return URLs unless data is requested.
    private var isOlderModel: Bool { model.hasPrefix("dall-e") }

    func send(_ client: OpenAI, _ options: RequestOptions) async throws -> ImagesResponse {
        guard images.isEmpty else { return try await client.images.edit(edit, options: options) }
        var request = ImageGenerationRequest(model: model, prompt: prompt)
        request.n = count > 1 ? count : nil
        request.size = size.map(ImageOptions.Size.init(rawValue:))
        request.quality = quality.map(ImageOptions.Quality.init(rawValue:))
        request.background = background.map(ImageOptions.Background.init(rawValue:))
        request.outputFormat = isOlderModel ? nil : format
        request.responseFormat = isOlderModel ? .base64 : nil
        return try await client.images.generate(request, options: options)
    }

    private var edit: ImageEditRequest {
        var request = ImageEditRequest(
            model: model,
            images: images.map(ImageInput.path),
            prompt: prompt
        )
        request.mask = mask.map(ImageInput.path)
        request.n = count > 1 ? count : nil
        request.size = size.map(ImageOptions.Size.init(rawValue:))
        request.quality = quality.map(ImageOptions.Quality.init(rawValue:))
        request.background = background.map(ImageOptions.Background.init(rawValue:))
        request.outputFormat = isOlderModel ? nil : format
        request.responseFormat = isOlderModel ? .base64 : nil
        return request
    }

    /// Saves the images, or writes the only one to standard output.
    ///
    /// A URL that the server returned instead of an image is printed as it is.
    func save(_ response: ImagesResponse, _ console: Console) throws {
        let paths = destination.paths(response.data.count)
        for (place, image) in response.data.enumerated() {
            if image.base64 == nil, let url = image.url {
                try console.writeForeign(url + "\n")
                throw CommandFailure(
                    .failure,
                    "the server returned the URL of the image instead of its data",
                    nextStep: "download it from the URL on standard output",
                    kind: "imageURL"
                )
            }
            guard case .path = destination else {
                try BinaryOutput.write(try image.bytes(), to: console)
                return
            }
            let file = try image.save(to: paths[place])
            console.notice(TerminalText.line("waiter: saved \(file.path) (\(ByteCount.formatted(Int64(file.bytes))))"))
        }
    }

    /// Returns the description of saved images for `--json`.
    func summary(_ response: ImagesResponse) -> JSONValue {
        let images = zip(response.data, destination.paths(response.data.count)).map { image, path -> JSONValue in
            var object: JSONObject = ["path": .string(path)]
            object["revised_prompt"] = image.revisedPrompt.map { .string($0) }
            return .object(object)
        }
        var object: JSONObject = ["images": .array(images)]
        object["size"] = response.size.map { .string($0.rawValue) }
        object["quality"] = response.quality.map { .string($0.rawValue) }
        object["output_format"] = response.outputFormat.map { .string($0.rawValue) }
        object["usage"] = response.usage.map { .object($0.json) }
        return .object(object)
    }
}
