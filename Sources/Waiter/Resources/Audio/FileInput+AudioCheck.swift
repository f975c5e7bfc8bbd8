extension FileInput {
    /// The number of bytes to read for a check. A WAV header is usually shorter than this, even if it contains
    /// metadata.
    private static let headerLimit = 4096

    /// Checks that the content could be audio. Empty content, a WAV header without samples, images and PDFs are
    /// rejected.
    ///
    /// - Throws: `OpenAIError` with code `.invalidRequest` if the content cannot be audio, or `.fileAccess` if the file
    ///   cannot be read.
    func checkAudio() throws {
        do {
            guard let start = try readStart(Self.headerLimit) else { return }
            guard start.size > 0 else { throw OpenAIError(.invalidRequest, "\(name) contains no audio: it is empty") }
            if let type = MediaType(start.bytes), type.isImage || type == .pdf {
                throw OpenAIError(.invalidRequest, "\(name) is not an audio file; its content is \(type.rawValue)")
            }
            if WAVHeader(start.bytes)?.isEmpty(size: start.size) == true {
                throw OpenAIError(.invalidRequest, "\(name) contains no audio: it has a header but no samples")
            }
        } catch let failure as FileFailure {
            throw OpenAIError(failure)
        }
    }

    /// The maximum duration of the audio in seconds, rounded up, or `nil` if the file is not an uncompressed WAV file.
    var maxAudioSeconds: Int? {
        guard let start = try? readStart(Self.headerLimit) else { return nil }
        return WAVHeader(start.bytes)?.maxSeconds(size: start.size)
    }
}
