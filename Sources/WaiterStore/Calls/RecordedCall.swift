#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A call that is being recorded. Recording starts before the request is sent, and ends when the call ends.
public struct RecordedCall: Sendable, Hashable {
    /// The identifier of the call. Identifiers sort in chronological order.
    public let id: String

    let row: Int64
    /// The rowid of the answer in the conversation.
    let answerRow: Int64
    /// The draft of the answer, or `nil` until content has been received.
    var draft: Draft?
    /// The time at which the draft was last written.
    var writtenAt: Date
}
