internal import HTTPTypes

extension APIOperation where Output == FileObject {
    /// Creates the operation `POST /files`.
    public static func fileUpload(_ upload: FileUpload) -> APIOperation {
        APIOperation("files.create", .post, ["files"], body: .form(upload.form), decoder: .json)
    }

    /// Creates the operation `GET /files/{id}`.
    public static func file(_ id: String) -> APIOperation {
        APIOperation("files.retrieve", .get, ["files", id], decoder: .json)
    }
}

extension APIOperation where Output == FileList {
    /// Creates the operation `GET /files`.
    public static func fileList(_ query: FileListQuery = FileListQuery()) -> APIOperation {
        var operation = APIOperation("files.list", .get, ["files"], decoder: .json)
        operation.query = [
            ("after", query.after), ("limit", query.limit.map { "\($0)" }), ("order", query.order?.rawValue),
            ("purpose", query.purpose?.rawValue),
        ]
        return operation
    }
}

extension APIOperation where Output == FileDeletion {
    /// Creates the operation `DELETE /files/{id}`.
    public static func fileDeletion(_ id: String) -> APIOperation {
        APIOperation("files.delete", .delete, ["files", id], decoder: .json)
    }
}

extension APIOperation where Output == [UInt8] {
    /// Creates the operation `GET /files/{id}/content`, which returns the bytes.
    public static func fileContent(_ id: String) -> APIOperation {
        APIOperation("files.content", .get, ["files", id, "content"], accept: .any, decoder: .bytes)
    }
}

extension APIOperation where Output == DownloadedFile {
    /// Creates the operation `GET /files/{id}/content`, which saves the bytes to a file.
    public static func fileContent(_ id: String, to path: String) -> APIOperation {
        APIOperation("files.content", .get, ["files", id, "content"], accept: .identity, decoder: .file(path))
    }
}
