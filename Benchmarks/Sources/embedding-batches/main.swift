// Measures how much of a server's throughput is used when many texts are embedded. The server takes the same time for
// each request, and processes up to four requests at once.
//     embedding-batches --texts 10000 --batch 100 --milliseconds 100

import Foundation
import Measuring
import Waiter
import WaiterStore
import WaiterTesting

func measure() async throws {
    let texts = argument("--texts", default: 10_000)
    let batch = argument("--batch", default: 100)
    let milliseconds = argument("--milliseconds", default: 100)
    let vector = (0..<1536).map { Float($0 % 97) / 97 - 0.5 }
    let encoded = vector.withUnsafeBytes { Data($0) }.base64EncodedString()
    func answer(_ count: Int) -> FaultServer.Step {
        let data = (0..<count).map { #"{"object":"embedding","index":\#($0),"embedding":"\#(encoded)"}"# }
        let usage = #"{"prompt_tokens":\#(count),"total_tokens":\#(count)}"#
        return .response(#"{"object":"list","data":[\#(data.joined(separator: ","))],"model":"m","usage":\#(usage)}"#)
    }
    // The number of texts is a multiple of the batch size so that all responses can be created in advance.
    precondition(texts % batch == 0)
    let response = answer(batch)
    let server = try FaultServer { _, _ in [.pause(.milliseconds(milliseconds)), response] }
    let configuration = try OpenAI.Configuration(
        apiKey: APIKey("sk-benchmark"),
        baseURL: BaseURL(server.address + "/v1")
    )
    let client = try OpenAI(configuration: configuration)
    var batching = EmbeddingBatching()
    batching.maxInputs = batch
    let rounds = (texts / batch + batching.concurrency - 1) / batching.concurrency
    let ideal = Double(rounds * milliseconds) / 1000
    let inputs = (0..<texts).map { "text number \($0)" }
    let request = EmbeddingRequest(model: "m", input: .texts(inputs))
    for round in 0..<3 {
        let batches = try await Cost.of {
            try await client.embeddings.createBatches(request, batching: batching) { _, response in
                precondition(response.count <= batch)
            }
        }
        let path = NSTemporaryDirectory() + "waiter-batches-\(UUID()).sqlite3"
        defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
        let store = try await EmbeddingStore(path: path)
        let stored = try await Cost.of {
            try await store.embed(
                inputs.map { .init($0) },
                in: "texts",
                with: client,
                model: "m",
                batching: batching
            )
        }
        report(
            "embedding \(texts) texts, percent of the server's speed, run \(round + 1)",
            100 * ideal / batches.seconds
        )
        report("the same, into a store, percent, run \(round + 1)", 100 * ideal / stored.seconds)
    }
    precondition(server.connections > 0)
    report("embedding, peak memory with the server, MiB", Usage.peakMebibytes)
}

try await measure()
