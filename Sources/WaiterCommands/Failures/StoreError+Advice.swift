internal import WaiterStore

extension StoreError {
    /// The next step for a user of the command. It may mention commands and variables that the library does not have.
    var advice: String? {
        switch code {
        case .damaged, .inputOutput: "see: waiter doctor"
        case .notALedger: remedy ?? "see: waiter doctor"
        case .tooNew: "update waiter; for details run: waiter doctor"
        case .notWritable: remedy ?? "choose another directory with WAITER_HOME"
        case .unknownConversation: self == .empty ? nil : remedy ?? "see: waiter log"
        case .unknownTurn: remedy ?? "see: waiter log show"
        default: remedy
        }
    }
}
