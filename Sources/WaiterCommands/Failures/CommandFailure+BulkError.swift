internal import WaiterBulk

extension CommandFailure {
    /// Converts an error from a bulk run to a failure for the user.
    init(_ error: BulkError) {
        let status: ExitStatus =
            switch error.code {
            case .unknownCost: .overBudget
            case .inUse, .cancelled, .hasBatches, .leaseLost: .failure
            default: .usage
            }
        self.init(status, error.message, nextStep: Self.nextStep(error), kind: "\(error.code)")
    }

    private static func nextStep(_ error: BulkError) -> String? {
        switch error.code {
        case .invalidInput where error.line == nil: nil
        case .invalidInput, .duplicateID: "correct the line, or skip such lines with --skip-invalid"
        case .inputChanged: "restore the original input and options, or start a new run with a different --name and -o"
        case .inUse: "wait for it to finish, or see: waiter batch status"
        case .hasBatches: "resume it with --remote"
        case .unknownRun: "list runs with: waiter batch status"
        case .cancelled:
            "export its results with waiter batch export, or start a new run with a different --name and -o"
        case .unknownCost:
            "omit --budget, limit answers with --max-tokens, or add the model's prices to the config file"
        default: nil
        }
    }
}
