internal import HTTPTypes

extension APIOperation where Output == ImagesResponse {
    /// Creates the operation `POST /images/generations`.
    ///
    /// - Parameter request: The request. Its `stream` member is removed.
    /// - Returns: The operation.
    public static func imageGeneration(_ request: ImageGenerationRequest) -> APIOperation {
        var request = request
        request.stream = nil
        var operation = APIOperation(
            "images.generate",
            .post,
            ["images", "generations"],
            body: .json(request),
            decoder: .json({ $0.metadata }) { images, body, response in try images.checked(body, response) }
        )
        operation.model = request.model
        return operation
    }

    /// Creates the operation `POST /images/edits`.
    public static func imageEdit(_ request: ImageEditRequest) -> APIOperation {
        var operation = APIOperation(
            "images.edit",
            .post,
            ["images", "edits"],
            body: request.body(stream: false),
            decoder: .json({ $0.metadata }) { images, body, response in try images.checked(body, response) }
        )
        operation.describe(request)
        return operation
    }
}

extension APIOperation where Output == EventStream<ImageStreamEvent> {
    /// Creates the operation `POST /images/generations`, which streams partial images.
    ///
    /// - Parameter request: The request. Its `stream` member is set to `true`.
    /// - Returns: The operation.
    public static func imageGenerationStream(_ request: ImageGenerationRequest) -> APIOperation {
        var request = request
        request.stream = true
        let count = request.n
        var operation = APIOperation(
            "images.generate.stream",
            .post,
            ["images", "generations"],
            body: .json(request),
            accept: .eventStream,
            decoder: .images(.generationCompleted, count: count)
        )
        operation.model = request.model
        return operation
    }

    /// Creates the operation `POST /images/edits`, which streams partial images.
    public static func imageEditStream(_ request: ImageEditRequest) -> APIOperation {
        var operation = APIOperation(
            "images.edit.stream",
            .post,
            ["images", "edits"],
            body: request.body(stream: true),
            accept: .eventStream,
            decoder: .images(.editCompleted, count: request.n)
        )
        operation.describe(request)
        return operation
    }
}

extension APIOperation {
    fileprivate mutating func describe(_ request: ImageEditRequest) {
        model = request.model
        bounds = {
            var bounds = TokenBounds(texts: [request.prompt])
            bounds.imageCount = request.n ?? 1
            return bounds
        }
        validate = { _ in try request.validate() }
    }
}

extension ResponseDecoder where Output == EventStream<ImageStreamEvent> {
    /// Creates a decoder for a stream of images.
    ///
    /// - Parameters:
    ///   - type: The event type to use if the server sends a complete response instead of a stream.
    ///   - count: The number of images that were requested.
    /// - Returns: The decoder.
    fileprivate static func images(_ type: ImageStreamEvent.EventType, count: Int?) -> ResponseDecoder {
        .stream(
            {
                RecordEventDecoder { body, response in
                    let images = try JSONResponse.decode(ImagesResponse.self, from: body, of: response)
                    return try images.checked(body, response).event(type)
                }
            },
            ImageStreamAccumulator.self,
            mayContinue: (count ?? 1) > 1
        )
    }
}

extension ImagesResponse {
    fileprivate var metadata: ResponseMetadata {
        ResponseMetadata(
            MetadataValues(usage: usage?.imageCounts, imageCount: data.count, hasOutput: !data.isEmpty)
        )
    }

    /// Returns the response if it contains images and each image has data or a URL. Throws an error for any other
    /// response.
    fileprivate func checked(_ body: [UInt8], _ response: SuccessfulResponse) throws -> ImagesResponse {
        guard !data.isEmpty, data.allSatisfy({ $0.base64 != nil || $0.url != nil }) else {
            throw response.invalid("the response contains no image", body: body)
        }
        return self
    }

    /// Returns a stream event that contains the first image. If there is more than one image, the event also contains a
    /// list of all images.
    fileprivate func event(_ type: ImageStreamEvent.EventType) -> ImageStreamEvent {
        var event = ImageStreamEvent(json: ["type": .string(type.rawValue)])
        event["b64_json"] = data.first?.base64
        event["url"] = data.first?.url
        if data.count > 1 { event["data"] = data }
        event["created_at"] = created
        event["size"] = size
        event["quality"] = quality
        event["background"] = background
        event["output_format"] = outputFormat
        event["usage"] = usage
        return event
    }
}
