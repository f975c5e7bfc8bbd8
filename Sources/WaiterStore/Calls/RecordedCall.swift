#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A call that the ledger follows from before it is sent until it is over.
public struct RecordedCall: Sendable, Hashable {
    /// The call's name, which sorts by time.
    public let id: String

    let row: Int64
    /// The place of the answer in the conversation.
    let answerRow: Int64
    /// The answer while it is being written; nil until there is some.
    var draft: Draft?
    /// When the draft was last written.
    var writtenAt: Date
}
