package import WaiterStore

extension CommandFailure {
    /// Converts an error from the ledger to a failure for the user.
    package init(_ error: StoreError) {
        let isChoice = [
            .unknownConversation, .ambiguousID, .unknownTurn, .notImportable, .unknownCollection, .vectorMismatch,
        ].contains(error.code)
        self.init(
            isChoice ? .usage : .failure,
            error.message,
            nextStep: error.advice,
            kind: "\(error.code)"
        )
    }
}
