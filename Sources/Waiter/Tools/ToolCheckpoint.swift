/// The state of a tool loop. The loop can be continued from this state, even by another process.
///
///     let data = try JSONEncoder().encode(checkpoint)
///
/// A checkpoint contains the complete request with all messages so far. Some encoders, such as Foundation's, do not
/// preserve the order of members. With these encoders, requests are encoded as JSON text so that they are later sent
/// unchanged. A call that was attempted but not completed is never run again. Its outcome is reported to the model as
/// unknown.
public struct ToolCheckpoint: Sendable, Hashable, Codable {
    /// The request with the messages so far, but without the tools of the loop.
    ///
    /// With the Responses API, this request contains only the messages and tools that the loop adds to
    /// `responsesRequest`.
    public internal(set) var request: ChatCompletionRequest
    /// The request that was passed to `client.responses.run`, or `nil` if the loop uses chat completions.
    public internal(set) var responsesRequest: ResponsesRequest?
    /// The steps so far and the calls in the current step.
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
