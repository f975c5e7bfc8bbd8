// Decodes the same chunk repeatedly, with Waiter and with JSONDecoder. For Waiter, the time includes everything from
// the bytes of the body to the caller's loop. For JSONDecoder, which uses a minimal type, the time does not include
// splitting the body into events. The program also decodes the events of a response with Waiter.

import Foundation
import Measuring
import Waiter

let rounds = argument("--rounds", default: 9)
let repetitions = argument("--chunks", default: 20_000)

func nanoseconds(_ work: () async throws -> Void) async rethrows -> Double {
    try await Cost.of(work).cpuMicroseconds * 1000 / Double(repetitions)
}

func client(_ events: some Sequence<String>) throws -> OpenAI {
    try OpenAI(configuration: .init(apiKey: APIKey("sk-benchmark")), transport: CannedTransport(events))
}

let chunks = try client(Array(repeating: Samples.chunk, count: repetitions) + ["[DONE]"])
let responses = try client(Samples.responseEvents(repetitions))
let decoder = JSONDecoder()
let chunk = Data(Samples.chunk.utf8)

func decodeOurs() async throws {
    var length = 0
    for try await chunk in try await chunks.chat.completions.stream(.init(model: "m", messages: [.user("hi")])) {
        length += chunk.choices.first?.delta.content?.utf8.count ?? 0
    }
    precondition(length == repetitions * Samples.contentLength)
}

func decodeResponse() async throws {
    var length = 0
    for try await event in try await responses.responses.stream(model: "m", input: "hi") {
        length += event.outputTextDelta?.utf8.count ?? 0
    }
    precondition(length == repetitions * Samples.contentLength)
}

func decodeWithFoundation() throws {
    var length = 0
    for _ in 0..<repetitions {
        length += try decoder.decode(Samples.Chunk.self, from: chunk).choices.first?.delta.content?.utf8.count ?? 0
    }
    precondition(length == repetitions * Samples.contentLength)
}

try await decodeOurs()
try await decodeResponse()
var (ours, response, foundation): ([Double], [Double], [Double]) = ([], [], [])
for _ in 0..<rounds {
    ours.append(try await nanoseconds(decodeOurs))
    response.append(try await nanoseconds(decodeResponse))
    foundation.append(try await nanoseconds(decodeWithFoundation))
}
report("decode.chunk.waiter.ns", median(ours))
report("decode.chunk.jsondecoder.ns", median(foundation))
report("decode.response.waiter.ns", median(response))
