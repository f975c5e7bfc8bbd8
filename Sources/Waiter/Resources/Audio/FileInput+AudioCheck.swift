extension FileInput {
    /// Checks that the content may be audio: it is not empty, not a WAV header alone, and not an image or a PDF.
    ///
    /// - Throws: `OpenAIError` with code `.invalidRequest` for such content, `.fileAccess` if the file cannot be read.
    func checkAudio() throws {
        do {
            guard let start = try readStart() else { return }
            guard start.size > 0 else { throw OpenAIError(.invalidRequest, "\(name) contains no audio: it is empty") }
            guard let type = MediaType(start.bytes) else { return }
            if type.isImage || type == .pdf {
                throw OpenAIError(.invalidRequest, "\(name) is not an audio file; its content is \(type.rawValue)")
            }
            // A canonical WAV header takes 44 bytes.
            if type == .wav, start.size <= 44 {
                throw OpenAIError(.invalidRequest, "\(name) contains no audio: it has a header but no samples")
            }
        } catch let failure as FileFailure {
            throw OpenAIError(failure)
        }
    }
}
