internal import WaiterStore

extension StoreError {
    /// The next step for a user of the command. It can mention commands and environment variables that exist only in
    /// the command-line tool, and not in the library.
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
