#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension GeneratedImage {
    /// Returns the decoded data of the image.
    ///
    /// - Throws: `OpenAIError` with code `.invalidResponse` if the data is not a PNG, JPEG, GIF or WebP image, or if
    ///   the server returned only a URL (see `url`).
    public func bytes() throws -> [UInt8] { try decoded().bytes }

    /// Saves the image to a file, replacing any existing file.
    ///
    /// The data is first written to a temporary file in the same directory. Once that file is complete and has been
    /// flushed to disk, it is renamed to `path`. The file is written synchronously, on the current thread.
    ///
    /// - Parameter path: The path of the file.
    /// - Returns: The file, with the media type detected from the data.
    /// - Throws: `OpenAIError` with code `.invalidResponse` if there is no valid image, or `.fileAccess` if the file
    ///   cannot be written.
    @discardableResult
    public func save(to path: String) throws -> DownloadedFile {
        let (bytes, type) = try decoded()
        do {
            let file = try PartialFile(path: path, id: RandomID.make())
            try file.append(bytes)
            try file.finish()
        } catch {
            throw OpenAIError(error)
        }
        return DownloadedFile(path: path, bytes: bytes.count, contentType: type.rawValue)
    }

    private func decoded() throws -> (bytes: [UInt8], type: MediaType) {
        guard let base64 else {
            let found = url == nil ? "neither image data nor a URL" : "a URL instead of image data"
            throw OpenAIError(.invalidResponse, "the server returned \(found)")
        }
        // Some servers return a data URL.
        let isDataURL = base64.hasPrefix("data:")
        let text = isDataURL ? base64.drop { $0 != "," }.dropFirst() : base64[...]
        guard let data = Data(base64Encoded: String(text)) else {
            throw OpenAIError(.invalidResponse, "the image data is not valid base64")
        }
        let bytes = Array(data)
        guard let type = MediaType(bytes), type.isImage else {
            throw OpenAIError(.invalidResponse, "the image data is not a PNG, JPEG, GIF or WebP image")
        }
        return (bytes, type)
    }
}
