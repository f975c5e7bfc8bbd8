import Waiter
import WaiterBulk
import WaiterModels
import WaiterStore

/// The code of docs/bulk.md, which must compile.
enum BulkPageExamples {
    static func run() async throws {
        let queue = try await SQLiteBulkQueue(path: "bulk.sqlite3")
        let ledger = try await Ledger(path: "waiter.sqlite3")
        let run = BulkRun("reviews", in: queue)
        try await run.load(file: "requests.jsonl")
        let engine = try LiveBulkEngine(configuration: .fromEnvironment(), ledger: ledger)
        let stop = try await run.process(with: engine, options: BulkOptions(budget: .dollars(5)))
        for try await result in run.results(ordered: true) {
            print(result.customID, result.response?.body as Any, stop)
        }
    }
}
