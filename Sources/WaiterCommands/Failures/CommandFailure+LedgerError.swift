package import WaiterStore

extension CommandFailure {
    /// Says what an error of the ledger means for someone at a terminal.
    package init(_ error: StoreError) {
        let isChoice = [.unknownConversation, .ambiguousID, .unknownTurn, .notImportable].contains(error.code)
        self.init(
            isChoice ? .usage : .failure,
            error.message,
            nextStep: error.advice,
            kind: "\(error.code)"
        )
    }
}
