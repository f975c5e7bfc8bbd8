internal import WaiterPlatform

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension ChatContentPart {
    /// The maximum size of an attachment in bytes. Servers enforce lower limits.
    package static let byteLimit = 64 << 20

    /// Creates an image (PNG, JPEG, GIF, WebP), audio (WAV, MP3) or PDF part from bytes. The type is detected from the
    /// bytes.
    ///
    ///     let part = try ChatContentPart(bytes: data)
    ///
    /// - Parameters:
    ///   - bytes: The content of the image, audio or PDF file.
    ///   - filename: The name of a PDF file. Servers require such a name, so the default is `document.pdf`. For images
    ///     and audio, the name is ignored.
    /// - Throws: `OpenAIError` with code `.invalidRequest` for bytes of any other type.
    public init(bytes: some Sequence<UInt8>, filename: String? = nil) throws {
        let bytes = Array(bytes)
        guard let type = MediaType(bytes) else {
            throw OpenAIError(
                .invalidRequest,
                "the attachment is not an image (PNG, JPEG, GIF, WebP), an audio file (WAV, MP3) or a PDF"
            )
        }
        let base64 = Data(bytes).base64EncodedString()
        let dataURL = "data:\(type.rawValue);base64,\(base64)"
        switch type {
        case .png, .jpeg, .gif, .webp: self = .imageURL(dataURL)
        case .wav: self = .inputAudio(data: base64, format: .wav)
        case .mp3: self = .inputAudio(data: base64, format: .mp3)
        case .pdf: self = .file(data: dataURL, filename: filename ?? "document.pdf")
        }
    }

    /// Creates an image, audio or PDF part from a file of at most 64 MiB. The type is detected from the content of the
    /// file.
    ///
    /// The file is read synchronously, on the current thread.
    ///
    /// - Throws: `OpenAIError` with code `.invalidRequest` if the file is unreadable or too large, or if its type is
    ///   not supported.
    public init(path: String) throws {
        guard let bytes = FileSystem.read(path, limit: Self.byteLimit + 1) else {
            throw OpenAIError(.invalidRequest, "cannot read the attachment \(path): \(systemMessage(errno))")
        }
        guard bytes.count <= Self.byteLimit else {
            throw OpenAIError(.invalidRequest, "the attachment \(path) is larger than 64 MiB")
        }
        try self.init(bytes: bytes, filename: path.split(separator: "/").last.map(String.init))
    }
}
