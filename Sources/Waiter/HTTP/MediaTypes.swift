/// The media types of files that the API accepts, keyed by file name extension.
enum MediaTypes {
    private static let byExtension: [String: String] = [
        "jsonl": "application/jsonl", "json": "application/json", "txt": "text/plain", "md": "text/markdown",
        "csv": "text/csv", "html": "text/html", "pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg",
        "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp", "mp3": "audio/mpeg", "mpga": "audio/mpeg",
        "m4a": "audio/mp4", "mp4": "video/mp4", "mpeg": "video/mpeg", "wav": "audio/wav", "webm": "audio/webm",
        "ogg": "audio/ogg", "oga": "audio/ogg", "flac": "audio/flac", "opus": "audio/ogg", "aac": "audio/aac",
        "zip": "application/zip",
    ]

    /// The media type for files whose type is unknown.
    static let unknown = "application/octet-stream"

    /// Returns the media type for a file name, or `application/octet-stream` if the extension is unknown.
    static func guess(forFileName name: String) -> String {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1, let last = parts.last else { return unknown }
        return byExtension[last.lowercased()] ?? unknown
    }
}
