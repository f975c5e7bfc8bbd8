internal import Waiter
internal import WaiterTerminal

/// The call that the `image` command makes and the destination of the images.
struct ImageCall {
    var prompt: String
    var model: String
    var destination: OutputFile
    /// The paths of the images to edit, or an empty array to generate images.
    var images: [String] = []
    /// The path of the mask.
    var mask: String?
    var count = 1
    var size: String?
    var quality: String?
    var background: String?
    /// The maximum number of previews to save, or `nil` to save none.
    var previews: Int?

    init(_ prompt: String, model: String, to destination: OutputFile) {
        (self.prompt, self.model, self.destination) = (prompt, model, destination)
    }

    /// The format that the file's extension specifies, or `nil` to let the server choose.
    private var format: ImageOptions.Format? {
        switch destination.fileExtension {
        case "png": .png
        case "jpg", "jpeg": .jpeg
        case "webp": .webp
        default: nil
        }
    }

    /// Whether the model is `dall-e-2` or `dall-e-3`. These models do not accept an output format. They return URLs
    /// unless image data is requested.
    private var isOlderModel: Bool { model.hasPrefix("dall-e") }

    /// The operation that returns all images in one response.
    var operation: APIOperation<ImagesResponse> {
        images.isEmpty ? .imageGeneration(generation) : .imageEdit(edit)
    }

    /// The operation that also returns previews.
    var stream: APIOperation<EventStream<ImageStreamEvent>> {
        images.isEmpty ? .imageGenerationStream(generation) : .imageEditStream(edit)
    }

    /// Makes the call and saves its images. Each preview is saved as soon as it is received.
    func send(_ client: OpenAI, _ options: RequestOptions, _ console: Console) async throws -> ImagesResponse {
        guard let previews else {
            let response = try await client.send(operation, options: options).value
            try save(response, console)
            return response
        }
        var last: ImagesResponse?
        var saved = 0
        for try await event in try await client.send(stream, options: options).value {
            guard let image = event.image else { continue }
            // The numbers that the server sends are not trusted, so they are not used in file names.
            if event.isPartial, image.base64 != nil, saved < previews, let path = destination.previewPath(saved + 1) {
                saved += 1
                report(try image.save(to: path), console)
                console.startSpinner("generating: \(saved) of up to \(previews) previews")
            } else if event.isCompleted {
                last = ImagesResponse(event, image)
            }
        }
        guard let last else { throw CommandFailure(.failure, "the server sent no complete image", kind: "noImage") }
        try save(last, console)
        return last
    }

    private var generation: ImageGenerationRequest {
        var request = ImageGenerationRequest(model: model, prompt: prompt)
        request.n = count > 1 ? count : nil
        request.size = size.map(ImageOptions.Size.init(rawValue:))
        request.quality = quality.map(ImageOptions.Quality.init(rawValue:))
        request.background = background.map(ImageOptions.Background.init(rawValue:))
        request.outputFormat = isOlderModel ? nil : format
        request.responseFormat = isOlderModel ? .base64 : nil
        request.partialImages = previews
        return request
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
        request.partialImages = previews
        return request
    }

    /// Saves the images or writes a single image to standard output.
    ///
    /// If the server returned a URL instead of an image, the URL is printed unchanged.
    private func save(_ response: ImagesResponse, _ console: Console) throws {
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
            report(try image.save(to: paths[place]), console)
        }
    }

    private func report(_ file: DownloadedFile, _ console: Console) {
        console.notice(TerminalText.line("waiter: saved \(file.path) (\(ByteCount.formatted(Int64(file.bytes))))"))
    }

    /// Returns the description of the saved images for `--json`.
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

extension ImagesResponse {
    /// Creates a response from the complete image at the end of a stream.
    fileprivate init(_ event: ImageStreamEvent, _ image: GeneratedImage) {
        self.init(data: [image], created: event.createdAt, usage: event.usage)
        (size, quality, outputFormat) = (event.size, event.quality, event.outputFormat)
    }
}
