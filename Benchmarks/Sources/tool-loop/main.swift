// Measures the overhead of a step in a tool loop, compared with calling the model and the function by hand. No network
// is used.
//     tool-loop [--rounds 5] [--runs 500]

import Foundation
import Measuring
import Waiter

let rounds = argument("--rounds", default: 5)
let runs = argument("--runs", default: 500)
let steps = 8

struct Addends: Decodable {
    var left: Int
    var right: Int
}

let client = try OpenAI(
    configuration: .init(apiKey: APIKey("sk-benchmark")),
    transport: CannedTransport()
)
let add = try FunctionTool("add", description: "Adds two integers.") { (numbers: Addends) in
    numbers.left + numbers.right
}
// Each canned answer contains the same tool call.
let settings = {
    var settings = ToolRunSettings()
    settings.maxRepeats = .max
    return settings
}()

func request() -> ChatCompletionRequest {
    ChatCompletionRequest(model: "gpt-6.1-sol", messages: [.user("Add and add.")])
}

/// Makes the calls without the loop. The requests, the answers and the function are the same, and Foundation decodes
/// the arguments.
func byHand() async throws {
    var request = request()
    request.tools = [.function(name: add.name, description: add.description, parameters: add.parameters?.value)]
    request.streamOptions = StreamOptions(includeUsage: true)
    for _ in 0..<steps {
        var accumulator = ChatCompletionAccumulator()
        for try await chunk in try await client.chat.completions.stream(request) { accumulator.append(chunk) }
        let completion = accumulator.completion
        request.messages.append(completion.message)
        for call in completion.message?.toolCalls ?? [] {
            let arguments = Data((call.function?.arguments ?? "").utf8)
            let numbers = try JSONDecoder().decode(Addends.self, from: arguments)
            request.messages.append(.tool("\(numbers.left + numbers.right)", toolCallID: call.id))
        }
    }
}

func byLoop() async throws {
    let run = client.chat.completions.run(request(), tools: [add], until: .steps(steps), settings: settings)
    try await run.collect()
    precondition(run.progress.steps.count == steps)
}

var costs: (hand: [Double], loop: [Double]) = ([], [])
// The first round warms up caches, and is not included in the results.
for round in 0...rounds {
    let hand = try await Cost.of { for _ in 0..<runs { try await byHand() } }
    let loop = try await Cost.of { for _ in 0..<runs { try await byLoop() } }
    guard round > 0 else { continue }
    costs.hand.append(hand.cpuMicroseconds / Double(runs * steps))
    costs.loop.append(loop.cpuMicroseconds / Double(runs * steps))
}
report("tools.hand.us", median(costs.hand))
report("tools.loop.us", median(costs.loop))
report("tools.overhead.us", median(zip(costs.loop, costs.hand).map { $0 - $1 }))
