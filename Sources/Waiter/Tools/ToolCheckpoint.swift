/// The state of a tool loop, from which it can be continued, even by another process.
///
///     let data = try JSONEncoder().encode(checkpoint)
///
/// It contains the whole request with all messages so far. A call that was attempted but not completed is never run again: the
/// model is told that its outcome is unknown.
public struct ToolCheckpoint: Sendable, Hashable, Codable {
    /// The request with the messages so far; the tools of the loop are not part of it.
    ///
    /// Over Responses, only the messages and tools that are added to `responsesRequest`.
    public internal(set) var request: ChatCompletionRequest
    /// The request as it was passed to `client.responses.run`; `nil` for chat completions.
    public internal(set) var responsesRequest: ResponsesRequest?
    /// The steps so far and the calls of the current one.
    public internal(set) var progress: ToolProgress
}
