/// A file upload: `POST /files`.
///
///     var upload = FileUpload(.path("requests.jsonl"), purpose: .batch)
///     upload.expiresAfter = .seconds(7 * 86_400)
public struct FileUpload: Sendable {
    /// The content of the file.
    public var file: FileInput
    /// The purpose of the file.
    public var purpose: FilePurpose
    /// The lifetime of the file on the server, from one hour to 30 days, or `nil` for the server's default.
    public var expiresAfter: Duration?

    /// Creates an upload.
    public init(_ file: FileInput, purpose: FilePurpose) {
        self.file = file
        self.purpose = purpose
    }

    /// The form to send. The fields precede the file so that a server can reject the upload before reading the file.
    var form: MultipartForm {
        var form = MultipartForm()
        form.append("purpose", purpose.rawValue)
        if let expiresAfter {
            form.append("expires_after[anchor]", "created_at")
            form.append("expires_after[seconds]", "\(expiresAfter.components.seconds)")
        }
        form.append("file", file)
        return form
    }
}
