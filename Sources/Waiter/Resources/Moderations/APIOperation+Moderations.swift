internal import HTTPTypes

extension APIOperation where Output == ModerationResponse {
    /// Creates the operation `POST /moderations`.
    public static func moderation(_ request: ModerationRequest) -> APIOperation {
        APIOperation("moderations.create", .post, ["moderations"], body: .json(request), decoder: .json)
    }
}
