internal import HTTPTypes

extension APIOperation where Output == UploadObject {
    /// Creates the operation `POST /uploads`.
    public static func upload(_ request: UploadRequest) -> APIOperation {
        APIOperation("uploads.create", .post, ["uploads"], body: .json(request), decoder: .json)
    }

    /// Creates the operation `POST /uploads/{id}/complete`.
    public static func uploadCompletion(_ id: String, partIDs: [String], md5: String? = nil) -> APIOperation {
        let body = UploadCompletion(partIDs: partIDs, md5: md5)
        return APIOperation("uploads.complete", .post, ["uploads", id, "complete"], body: .json(body), decoder: .json)
    }

    /// Creates the operation `POST /uploads/{id}/cancel`.
    public static func uploadCancellation(_ id: String) -> APIOperation {
        APIOperation("uploads.cancel", .post, ["uploads", id, "cancel"], decoder: .json)
    }
}

extension APIOperation where Output == UploadPart {
    /// Creates the operation `POST /uploads/{id}/parts`.
    public static func uploadPart(_ id: String, _ data: FileInput) -> APIOperation {
        var form = MultipartForm()
        form.append("data", data)
        return APIOperation("uploads.parts.create", .post, ["uploads", id, "parts"], body: .form(form), decoder: .json)
    }
}
