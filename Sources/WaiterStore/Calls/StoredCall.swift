public import Waiter

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A stored call with its request, its response and its usage.
public struct StoredCall: Sendable, Hashable, Identifiable {
    /// The identifier of the call. Identifiers sort in chronological order.
    public let id: String
    /// The status of the call.
    ///
    /// If the process exited before the call ended, the call is considered interrupted.
    public let status: CallStatus
    /// The requested model.
    public let model: String
    /// The model reported in the response, or `nil` if there was no response.
    public let servedModel: String?
    /// The profile, or `nil` if none was specified.
    public let profile: String?
    /// The server's host.
    public let server: String?
    /// The start time.
    public let startedAt: Date
    /// The time from sending the request to the first chunk of the answer, or `nil` if there was no chunk or the answer
    /// was not streamed.
    public let firstToken: Duration?
    /// The time from sending the request to the end of the call, or `nil` if the call has not ended.
    public let duration: Duration?
    /// The token usage, or `nil` if the server did not report it.
    public let usage: CompletionUsage?
    /// The request ID assigned by the server.
    public let requestID: String?
    /// A one-line description of the error, or `nil` if there was no error.
    public let error: String?
    /// The exact bytes of the request body.
    public let request: [UInt8]
    /// The response as JSON, or `nil` if there was no response. The chunks of a stream are merged into one response.
    public let response: String?
}
