// Decodes an embeddings response with the client's API. The response is in memory, and no network is used.

import Foundation
import HTTPTypes
import Measuring
import Waiter

/// A transport that answers every request with the same body, which arrives as one chunk.
struct BodyTransport: Transport {
    let body: [UInt8]

    func send(_ request: TransportRequest, progress: TransportProgress) async throws -> TransportResponse {
        var head = HTTPResponse(status: .ok)
        head.headerFields[.contentType] = "application/json"
        return TransportResponse(head: head, body: ResponseBody(body))
    }
}

let rounds = argument("--rounds", default: 9)
for form in ["float", "base64"] {
    guard let path = argument("--\(form)") else { continue }
    let body = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    let client = try OpenAI(configuration: .init(apiKey: APIKey("sk-benchmark")), transport: BodyTransport(body: body))
    var costs: [Double] = []
    for _ in 0...rounds {
        let cost = try await Cost.of {
            let response = try await client.embeddings.create(.init(model: "m", input: "x"))
            precondition(response.count == 2048 && response[2047].vector.count == 1536)
        }
        costs.append(cost.cpuMicroseconds / 1000)
    }
    report("embeddings.\(form).waiter.ms", median(Array(costs.dropFirst())))
}
