// Measures the cost of a stream over loopback. The measurements alternate between Waiter and async-http-client. With
// async-http-client, the bytes are only counted.
//     streams --server http://127.0.0.1:<port> [--mode throughput | concurrent | length] [--chunks N]

import AsyncHTTPClient
import Measuring

let server = argument("--server") ?? "http://127.0.0.1:8080"
let subject = StreamSubject(server: server)

switch argument("--mode") ?? "throughput" {
case "throughput":
    try await measureThroughput(
        subject,
        chunks: argument("--chunks", default: 100_000),
        rounds: argument("--rounds", default: 7),
        only: argument("--only")
    )
case "concurrent":
    try await subject.readAtOnce(streams: 256, chunks: argument("--chunks", default: 1000))
    report("streams.concurrent.peak.mib", Usage.peakMebibytes)
default:
    let chunks = argument("--chunks", default: 100_000)
    _ = try await subject.readChunks(chunks)
    report("streams.length.\(chunks).peak.mib", Usage.peakMebibytes)
}
try await subject.bare.shutdown() as Void

func measureThroughput(_ subject: StreamSubject, chunks: Int, rounds: Int, only: String?) async throws {
    var (bare, waiter): ([Cost], [Cost]) = ([], [])
    // The first round warms up connections and caches, and is not included in the results.
    for round in 0...rounds {
        if only != "waiter" {
            let cost = try await Cost.of { try await subject.readBytes(chunks) }
            if round > 0 { bare.append(cost) }
        }
        if only != "bare" {
            let cost = try await Cost.of {
                let length = try await subject.readChunks(chunks)
                precondition(length > chunks)
            }
            if round > 0 { waiter.append(cost) }
        }
    }
    report("streams.bare.us", median(bare.map { $0.cpuMicroseconds / Double(chunks) }))
    report("streams.waiter.us", median(waiter.map { $0.cpuMicroseconds / Double(chunks) }))
    let over = zip(waiter, bare).map { ($0.cpuMicroseconds - $1.cpuMicroseconds) / Double(chunks) }
    report("streams.over.us", median(over))
    report("streams.bare.rate", median(bare.map { Double(chunks) / $0.seconds }))
    report("streams.waiter.rate", median(waiter.map { Double(chunks) / $0.seconds }))
}
