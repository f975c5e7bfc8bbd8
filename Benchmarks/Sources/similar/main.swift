import Foundation
import Measuring
import WaiterStore

// Measures searches in stored embeddings. Each search opens the file, as `waiter similar` does.
//     similar --rows 100000 --dimensions 1536 --path FILE
// If the file does not contain the collection, the program only creates the collection. Searches are measured in a
// separate process, so the results do not include the memory that was used to create the collection.
let path = argument("--path") ?? NSTemporaryDirectory() + "waiter-similar.sqlite3"
let rows = argument("--rows", default: 100_000)
let dimensions = argument("--dimensions", default: 1536)
let name = "\(rows)-\(dimensions)"

// `nonisolated(unsafe)` is needed because top-level variables are isolated to the main actor. It is safe here because
// only one task at a time uses the variable.
nonisolated(unsafe) var state: UInt64 = 20
func random() -> Float {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(state >> 40) / Float(1 << 23) - 1
}
func vector() -> [Float] { (0..<dimensions).map { _ in random() } }

let stored = try await EmbeddingStore(path: path).collection(name)?.count ?? 0
if stored < rows {
    let store = try await EmbeddingStore(path: path)
    let cost = try await Cost.of {
        for start in stride(from: 0, to: rows, by: 2000) {
            let numbers = start..<min(start + 2000, rows)
            try await store.add(
                numbers.map { .init("text \($0)") },
                numbers.map { _ in vector() },
                to: name,
                model: "m"
            )
        }
    }
    report("stored vectors a second", Double(rows) / cost.seconds)
    print("created \(path); run again to measure searches")
} else {
    var times: [Double] = []
    for _ in 0..<11 {
        let query = vector()
        let cost = try await Cost.of {
            let matches = try await EmbeddingStore(path: path).nearest(to: query, in: name, count: 10)
            precondition(matches.count == min(10, rows))
        }
        times.append(cost.seconds * 1000)
    }
    report("similar, \(rows) x \(dimensions), ms", median(times))
    report("similar, peak memory, MiB", Usage.peakMebibytes)
}
