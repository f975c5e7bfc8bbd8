import Waiter

// To run this example against the local model, without a key, enter `eval "$(waiter local env)"` and then `swift run
// ToolsExample`.

struct Calculation: Decodable {
    var left: Double
    var right: Double
}

let client = try OpenAI()
let multiply = try FunctionTool("multiply", description: "Multiplies two numbers.") { (numbers: Calculation) in
    numbers.left * numbers.right
}
let request = ChatCompletionRequest(model: "smollm2-135m", messages: [.user("What is 17 times 23?")])
let run = client.chat.completions.run(request, tools: [multiply], until: .steps(3) || .tokens(4000))
for try await step in run {
    for try await event in step {
        switch event {
        case .chunk(let chunk): print(chunk.text, terminator: "")
        case .finished(let call, let output): print("[\(call.name) \(call.arguments.jsonText): \(output.text)]")
        default: break
        }
    }
}
print()
