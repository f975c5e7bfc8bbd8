internal import WaiterPlatform

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension ChatContentPart {
    /// The largest attachment in bytes; servers accept less than this.
    package static let byteLimit = 64 << 20

    /// Creates an image (PNG, JPEG, GIF, WebP), sound (WAV, MP3) or PDF file from its bytes, whose type is found from their start.
    ///
    ///     let part = try ChatContentPart(bytes: data)
    ///
    /// - Parameter filename: The name of a PDF file, which servers require; images and sound have none.
    /// - Throws: `OpenAIError` with code `.invalidRequest` for bytes of another type.
    public init(bytes: some Sequence<UInt8>, filename: String? = nil) throws {
        let bytes = Array(bytes)
        guard let type = MediaType(bytes) else {
            throw OpenAIError(
                .invalidRequest,
                "the attachment is no image (PNG, JPEG, GIF, WebP), no sound (WAV, MP3) and no PDF file"
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

    /// Creates an image, sound or PDF file from a file of at most 64 MiB, whose type is found from its first bytes.
    ///
    /// The file is read at once, on this thread.
    ///
    /// - Throws: `OpenAIError` with code `.invalidRequest` for a file that cannot be read, is too large or is of another type.
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
