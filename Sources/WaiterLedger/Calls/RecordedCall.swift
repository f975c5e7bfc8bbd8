/// A call that the ledger follows from before it is sent until it is over.
public struct RecordedCall: Sendable, Hashable {
    /// The call's name, which sorts by time.
    public let id: String

    let row: Int64
    /// The answer that is being written: its place in the conversation, and its content.
    let answerRow: Int64
    let draftRow: Int64
    /// When the draft was last written.
    var writtenAt: ContinuousClock.Instant
}
