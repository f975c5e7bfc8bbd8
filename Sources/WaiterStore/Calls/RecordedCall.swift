#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A call that is being recorded, from before it is sent until it ends.
public struct RecordedCall: Sendable, Hashable {
    /// The identifier of the call, which sorts by time.
    public let id: String

    let row: Int64
    /// The row of the answer in the conversation.
    let answerRow: Int64
    /// The draft of the answer, or `nil` until content has been received.
    var draft: Draft?
    /// The time when the draft was last written.
    var writtenAt: Date
}
