/// An image to edit or a mask for such an image. The image or mask is specified as a file, a URL, or the ID of an
/// uploaded file.
///
///     let image: ImageInput = .path("kitchen.png")
public enum ImageInput: Sendable {
    /// The bytes of an image, sent as part of a form.
    case file(FileInput)
    /// A URL from which the server downloads the image, or a data URL.
    case url(String)
    /// The ID of an uploaded file.
    case fileID(String)

    /// Creates an input from an image on disk. The file is read in chunks while it is being sent.
    public static func path(_ path: String) -> ImageInput { .file(.path(path)) }

    /// Creates an input from the bytes of an image. The type of the image is detected from the bytes.
    public static func bytes(_ bytes: [UInt8]) -> ImageInput {
        let type = MediaType(bytes)?.rawValue ?? "application/octet-stream"
        return .file(.bytes(bytes, name: "image.\(type.split(separator: "/").last ?? "bin")", contentType: type))
    }

    /// The input as a JSON reference, or `nil` for a file.
    var reference: JSONValue? {
        switch self {
        case .file: nil
        case .url(let url): ["image_url": .string(url)]
        case .fileID(let id): ["file_id": .string(id)]
        }
    }
}
