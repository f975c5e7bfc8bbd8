#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A call that is recorded from before it is sent until it ends.
public struct RecordedCall: Sendable, Hashable {
    /// The identifier of the call, which sorts by time.
    public let id: String

    let row: Int64
    /// The row of the answer in the conversation.
    let answerRow: Int64
    /// The answer while it is being written; nil until there is some.
    var draft: Draft?
    /// When the draft was last written.
    var writtenAt: Date
}
