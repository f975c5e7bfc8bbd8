public import Waiter

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A call as the ledger has it: what was sent, what came, and what it took.
public struct StoredCall: Sendable, Hashable, Identifiable {
    /// The call's name, which sorts by time.
    public let id: String
    /// How it ended; one whose process is gone without a word counts as interrupted.
    public let status: CallStatus
    /// The model that was asked.
    public let model: String
    /// The model that the server says has answered; nil when it said none.
    public let servedModel: String?
    /// The profile through which it went; nil when nobody knows.
    public let profile: String?
    /// The host that was asked.
    public let server: String?
    /// When it began.
    public let startedAt: Date
    /// From sending to the first piece of the answer; nil when none came, or the answer came at once.
    public let firstToken: Duration?
    /// From sending to the end; nil while there is none.
    public let duration: Duration?
    /// The tokens that it took; nil when the server did not say.
    public let usage: CompletionUsage?
    /// The server's ID of the request.
    public let requestID: String?
    /// What went wrong, in one line; nil when nothing did.
    public let error: String?
    /// The body of the request, byte for byte.
    public let request: [UInt8]
    /// What came, as JSON; of a stream, its chunks put together. Nil when nothing did.
    public let response: String?
}
