/// The state of a tool loop, from which the loop can be continued, even by another process.
///
///     let data = try JSONEncoder().encode(checkpoint)
///
/// A checkpoint contains the complete request with all messages so far. Encoders that do not preserve the order of
/// members, such as Foundation's, receive the requests as JSON text, so that they are sent unchanged. A call that was
/// attempted but not completed is never run again: the model is told that its outcome is unknown.
public struct ToolCheckpoint: Sendable, Hashable, Codable {
    /// The request with the messages so far, but without the tools of the loop.
    ///
    /// With the Responses API, it contains only the messages and tools that are added to `responsesRequest`.
    public internal(set) var request: ChatCompletionRequest
    /// The request as passed to `client.responses.run`, or `nil` for chat completions.
    public internal(set) var responsesRequest: ResponsesRequest?
    /// The steps so far, and the calls in the current step.
    public internal(set) var progress: ToolProgress
}

extension ToolCheckpoint {
    private enum CodingKeys: String, CodingKey { case request, responsesRequest, progress }

    /// Decodes a checkpoint.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        request = try container.decode(OrderedJSON.self, forKey: .request).value
        responsesRequest = try container.decodeIfPresent(OrderedJSON.self, forKey: .responsesRequest)?.value
        progress = try container.decode(ToolProgress.self, forKey: .progress)
    }

    /// Encodes the checkpoint.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(OrderedJSON(request), forKey: .request)
        try container.encodeIfPresent(responsesRequest.map(OrderedJSON.init), forKey: .responsesRequest)
        try container.encode(progress, forKey: .progress)
    }
}
