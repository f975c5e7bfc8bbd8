public import Waiter

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A stored call: its request, its response, and its usage.
public struct StoredCall: Sendable, Hashable, Identifiable {
    /// The identifier of the call, which sorts by time.
    public let id: String
    /// The status of the call.
    ///
    /// A call whose process exited before the call ended counts as interrupted.
    public let status: CallStatus
    /// The requested model.
    public let model: String
    /// The model reported in the response; nil if there was none.
    public let servedModel: String?
    /// The profile; nil if unspecified.
    public let profile: String?
    /// The server's host.
    public let server: String?
    /// The start time.
    public let startedAt: Date
    /// The time from sending the request to the first chunk of the answer; nil if there was no chunk or the answer was not
    /// streamed.
    public let firstToken: Duration?
    /// The time from sending the request to the end of the call; nil before the end.
    public let duration: Duration?
    /// The token usage; nil if the server did not report it.
    public let usage: CompletionUsage?
    /// The request ID assigned by the server.
    public let requestID: String?
    /// A one-line description of the error; nil if there was none.
    public let error: String?
    /// The exact bytes of the request body.
    public let request: [UInt8]
    /// The response as JSON, with the chunks of a stream accumulated; nil if there was none.
    public let response: String?
}
