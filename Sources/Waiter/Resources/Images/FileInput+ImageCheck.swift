extension FileInput {
    /// Checks that the first bytes of the content are those of an image. A sequence of chunks is not checked.
    ///
    /// - Throws: `OpenAIError` with code `.invalidRequest` if the content is empty or is not an image, or `.fileAccess`
    ///   if the content cannot be read.
    func checkImage() throws {
        do {
            guard let start = try readStart() else { return }
            guard start.size > 0 else { throw OpenAIError(.invalidRequest, "the image \(name) is empty") }
            guard MediaType(start.bytes)?.isImage == true else {
                throw OpenAIError(.invalidRequest, "\(name) is not an image (PNG, JPEG, GIF, WebP)")
            }
        } catch let failure as FileFailure {
            throw OpenAIError(failure)
        }
    }
}

extension MediaType {
    /// Whether the type is an image type.
    package var isImage: Bool { rawValue.hasPrefix("image/") }
}
