extension BatchObject {
    private enum CodingKeys: String, CodingKey {
        case id, object, endpoint, model, errors, status, usage, metadata
        case inputFileID = "input_file_id"
        case completionWindow = "completion_window"
        case outputFileID = "output_file_id"
        case errorFileID = "error_file_id"
        case createdAt = "created_at"
        case inProgressAt = "in_progress_at"
        case expiresAt = "expires_at"
        case finalizingAt = "finalizing_at"
        case completedAt = "completed_at"
        case failedAt = "failed_at"
        case expiredAt = "expired_at"
        case cancellingAt = "cancelling_at"
        case cancelledAt = "cancelled_at"
        case requestCounts = "request_counts"
    }

    /// The object in which the server wraps the list of errors.
    private struct Errors: Codable {
        var object = "list"
        var data: [InputError]
    }

    /// Decodes a batch. The `id` and `status` members are required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        status = try container.decode(Status.self, forKey: .status)
        object = try container.text(forKey: .object) ?? "batch"
        endpoint = BatchRequest.Endpoint(rawValue: try container.text(forKey: .endpoint) ?? "")
        model = try container.text(forKey: .model)
        errors = container.side(JSONValue.self, forKey: .errors)?["data"]?.readableObjects(InputError.self) ?? []
        inputFileID = try container.text(forKey: .inputFileID) ?? ""
        completionWindow = try container.text(forKey: .completionWindow) ?? ""
        outputFileID = container.word(forKey: .outputFileID)
        errorFileID = container.word(forKey: .errorFileID)
        createdAt = try container.integer(forKey: .createdAt)
        inProgressAt = try container.integer(forKey: .inProgressAt)
        expiresAt = try container.integer(forKey: .expiresAt)
        finalizingAt = try container.integer(forKey: .finalizingAt)
        completedAt = try container.integer(forKey: .completedAt)
        failedAt = try container.integer(forKey: .failedAt)
        expiredAt = try container.integer(forKey: .expiredAt)
        cancellingAt = try container.integer(forKey: .cancellingAt)
        cancelledAt = try container.integer(forKey: .cancelledAt)
        requestCounts = container.side(RequestCounts.self, forKey: .requestCounts)
        usage = container.usage(forKey: .usage)
        metadata = container.texts(forKey: .metadata)
    }

    /// Encodes the batch, omitting unset fields.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(object, forKey: .object)
        try container.encode(endpoint, forKey: .endpoint)
        try container.encodeIfPresent(model, forKey: .model)
        try container.encodeIfPresent(errors.isEmpty ? nil : Errors(data: errors), forKey: .errors)
        try container.encode(inputFileID, forKey: .inputFileID)
        try container.encode(completionWindow, forKey: .completionWindow)
        try container.encode(status, forKey: .status)
        try container.encodeIfPresent(outputFileID, forKey: .outputFileID)
        try container.encodeIfPresent(errorFileID, forKey: .errorFileID)
        try container.encodeIfPresent(createdAt, forKey: .createdAt)
        try container.encodeIfPresent(inProgressAt, forKey: .inProgressAt)
        try container.encodeIfPresent(expiresAt, forKey: .expiresAt)
        try container.encodeIfPresent(finalizingAt, forKey: .finalizingAt)
        try container.encodeIfPresent(completedAt, forKey: .completedAt)
        try container.encodeIfPresent(failedAt, forKey: .failedAt)
        try container.encodeIfPresent(expiredAt, forKey: .expiredAt)
        try container.encodeIfPresent(cancellingAt, forKey: .cancellingAt)
        try container.encodeIfPresent(cancelledAt, forKey: .cancelledAt)
        try container.encodeIfPresent(requestCounts, forKey: .requestCounts)
        try container.encodeIfPresent(usage, forKey: .usage)
        try container.encodeIfPresent(metadata, forKey: .metadata)
    }
}

extension KeyedDecodingContainer {
    /// Returns the string for a key, or `nil` if the value is absent, empty or not a string.
    fileprivate func word(forKey key: Key) -> String? {
        side(String.self, forKey: key).flatMap { $0.isEmpty ? nil : $0 }
    }
}
