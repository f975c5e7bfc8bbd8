internal import Synchronization
internal import WaiterModels

extension RemoteBulkEngine {
    /// The maximum cost of the batches in progress. This cost does not count toward the ledger's budgets yet.
    final class Outstanding: Sendable {
        private struct State {
            /// The numbers of the parts that were created by earlier invocations.
            var earlier: Set<Int>
            /// The run's reserved amount at the start of processing, in 10^-12 dollars.
            var earlierAmount: Int64
            /// The amounts by part number, in 10^-12 dollars.
            var amounts: [Int: Int64] = [:]
        }

        private let state: Mutex<State>

        /// Creates the state from the run's parts and reserved amount at the start of processing.
        init(parts: [BulkPart], reserved: Dollars) {
            state = Mutex(State(earlier: Set(parts.map(\.number)), earlierAmount: reserved.picodollars))
        }

        /// The total in 10^-12 dollars.
        var total: Int64 {
            state.withLock { state in
                let earlier = state.earlier.isEmpty ? 0 : state.earlierAmount
                return state.amounts.values.reduce(earlier) { sum, amount in
                    let (total, overflow) = sum.addingReportingOverflow(amount)
                    return overflow ? .max : total
                }
            }
        }

        func add(_ part: BulkPart, _ amount: Int64) { state.withLock { $0.amounts[part.number] = amount } }

        func remove(_ part: BulkPart) {
            state.withLock { state in
                state.amounts[part.number] = nil
                state.earlier.remove(part.number)
            }
        }
    }
}
