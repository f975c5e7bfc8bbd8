/// An event in an image stream: a partial image or a complete image.
///
///     for try await event in try await client.images.generateStream(request) {
///         try event.image?.save(to: event.isCompleted ? "kitchen.png" : "preview.png")
///     }
///
/// `json` contains all members of an event, even if the event's type is unknown.
public struct ImageStreamEvent: JSONRecord {
    /// The type of an event.
    public struct EventType: ExtensibleEnum {
        /// A partial version of an image that is being generated.
        public static let generationPartialImage = EventType(rawValue: "image_generation.partial_image")
        /// A generated image.
        public static let generationCompleted = EventType(rawValue: "image_generation.completed")
        /// A partial version of an image that is being edited.
        public static let editPartialImage = EventType(rawValue: "image_edit.partial_image")
        /// An edited image.
        public static let editCompleted = EventType(rawValue: "image_edit.completed")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a type from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// The members of the JSON object, in order.
    public var json: JSONObject

    /// Creates an event from its members.
    public init(json: JSONObject) { self.json = json }

    /// The type of the event.
    public var type: EventType { EventType(rawValue: string("type")) }

    /// Whether the event has a complete image.
    public var isCompleted: Bool { type == .generationCompleted || type == .editCompleted }

    /// Whether the event has a partial image.
    public var isPartial: Bool { type == .generationPartialImage || type == .editPartialImage }

    /// The image, or `nil` for an event without an image.
    public var image: GeneratedImage? {
        let (base64, url): (String?, String?) = (self["b64_json"], self["url"])
        return base64 == nil && url == nil ? nil : GeneratedImage(base64: base64, url: url)
    }

    /// The images in the event. An event contains several images only if the server sent a complete response with
    /// several images instead of a stream.
    public var images: [GeneratedImage] {
        let images: [GeneratedImage] = elements("data")
        return images.isEmpty ? [image].compactMap { $0 } : images
    }

    /// The index of a partial image, starting at 0.
    public var partialImageIndex: Int? { self["partial_image_index"] }

    /// The creation time in seconds since 1970.
    public var createdAt: Int? { self["created_at"] }

    /// The size of the image.
    public var size: ImageOptions.Size? { self["size"] }

    /// The quality of the image.
    public var quality: ImageOptions.Quality? { self["quality"] }

    /// The background of the image.
    public var background: ImageOptions.Background? { self["background"] }

    /// The file format of the image.
    public var outputFormat: ImageOptions.Format? { self["output_format"] }

    /// The token usage, reported with a complete image.
    public var usage: MediaUsage? { self["usage"] }
}
