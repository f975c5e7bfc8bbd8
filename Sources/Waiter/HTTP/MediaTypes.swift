/// Media types of the files that the API takes, by file name.
enum MediaTypes {
    private static let byExtension: [String: String] = [
        "jsonl": "application/jsonl", "json": "application/json", "txt": "text/plain", "md": "text/markdown",
        "csv": "text/csv", "html": "text/html", "pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg",
        "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp", "mp3": "audio/mpeg", "mpga": "audio/mpeg",
        "m4a": "audio/mp4", "mp4": "video/mp4", "mpeg": "video/mpeg", "wav": "audio/wav", "webm": "audio/webm",
        "ogg": "audio/ogg", "oga": "audio/ogg", "flac": "audio/flac", "zip": "application/zip",
    ]

    /// The media type of a file name's extension; `application/octet-stream` when it is unknown.
    static func guess(forFileName name: String) -> String {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count > 1, let last = parts.last else { return "application/octet-stream" }
        return byExtension[last.lowercased()] ?? "application/octet-stream"
    }
}
