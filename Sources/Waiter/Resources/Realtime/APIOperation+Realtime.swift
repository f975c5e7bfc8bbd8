internal import HTTPTypes

extension APIOperation where Output == RealtimeClientSecret {
    /// Creates the operation `POST /realtime/client_secrets`.
    public static func realtimeClientSecret(_ request: RealtimeClientSecretRequest) -> APIOperation {
        APIOperation(
            "realtime.client_secrets.create",
            .post,
            ["realtime", "client_secrets"],
            body: .json(request),
            decoder: .json
        )
    }
}
