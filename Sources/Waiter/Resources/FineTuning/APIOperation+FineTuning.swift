internal import HTTPTypes

extension APIOperation where Output == FineTuningJob {
    /// Creates the operation `POST /fine_tuning/jobs`.
    public static func fineTuningJob(_ request: FineTuningJobRequest) -> APIOperation {
        var operation = APIOperation(
            "fine_tuning.jobs.create",
            .post,
            ["fine_tuning", "jobs"],
            body: .json(request),
            decoder: .json
        )
        operation.isSentOnce = true
        return operation
    }

    /// Creates the operation `GET /fine_tuning/jobs/{id}`.
    public static func fineTuningJob(_ id: String) -> APIOperation {
        APIOperation("fine_tuning.jobs.retrieve", .get, ["fine_tuning", "jobs", id], decoder: .json)
    }

    /// Creates the operation `POST /fine_tuning/jobs/{id}/cancel`.
    public static func fineTuningJobCancellation(_ id: String) -> APIOperation {
        APIOperation("fine_tuning.jobs.cancel", .post, ["fine_tuning", "jobs", id, "cancel"], decoder: .json)
    }
}

extension APIOperation where Output == ListPage<FineTuningJob> {
    /// Creates the operation `GET /fine_tuning/jobs`.
    public static func fineTuningJobList(_ query: FineTuningJobListQuery = FineTuningJobListQuery()) -> APIOperation {
        var operation = APIOperation("fine_tuning.jobs.list", .get, ["fine_tuning", "jobs"], decoder: .json)
        operation.query = [("after", query.after), ("limit", query.limit.map { "\($0)" })]
        switch query.metadata {
        case nil: break
        case .null: operation.query.append(("metadata", "null"))
        case .value(let pairs):
            for (key, value) in pairs.sorted(by: { $0.key < $1.key }) {
                operation.query.append(("metadata[\(key)]", value))
            }
        }
        return operation
    }
}

extension APIOperation where Output == ListPage<FineTuningEvent> {
    /// Creates the operation `GET /fine_tuning/jobs/{id}/events`, which lists the newest events first.
    public static func fineTuningEventList(
        of jobID: String,
        after: String? = nil,
        limit: Int? = nil
    ) -> APIOperation {
        var operation = APIOperation(
            "fine_tuning.jobs.events.list",
            .get,
            ["fine_tuning", "jobs", jobID, "events"],
            decoder: .json
        )
        operation.query = [("after", after), ("limit", limit.map { "\($0)" })]
        return operation
    }
}

extension APIOperation where Output == ListPage<FineTuningCheckpoint> {
    /// Creates the operation `GET /fine_tuning/jobs/{id}/checkpoints`.
    public static func fineTuningCheckpointList(
        of jobID: String,
        after: String? = nil,
        limit: Int? = nil
    ) -> APIOperation {
        var operation = APIOperation(
            "fine_tuning.jobs.checkpoints.list",
            .get,
            ["fine_tuning", "jobs", jobID, "checkpoints"],
            decoder: .json
        )
        operation.query = [("after", after), ("limit", limit.map { "\($0)" })]
        return operation
    }
}
