import Waiter

/// Stream a response with a function call, and continue the conversation without state on the server.
@main
struct ResponsesExample {
    static func main() async throws {
        let client = try OpenAI()
        var request = ResponsesRequest(model: "gpt-6.1-sol", input: "What is the weather in Paris?")
        request.tools = [
            .function(
                name: "weather",
                description: "The current weather of a city",
                parameters: [
                    "type": "object", "properties": ["city": ["type": "string"]], "required": ["city"],
                    "additionalProperties": false,
                ],
                strict: true
            )
        ]
        // Without state on the server, the reasoning has to be sent back, in encrypted form.
        request.store = false
        request.include = [.encryptedReasoning]

        var response: ModelResponse
        repeat {
            response = try await stream(request, client)
            request.input?.append(response.output)
            for call in response.functionCalls {
                request.input?.append(.functionCallOutput(callID: call.callID, output: "12 °C and sunny"))
            }
        } while !response.functionCalls.isEmpty
    }

    /// Prints the text of a response as it is generated, and returns the response.
    static func stream(_ request: ResponsesRequest, _ client: OpenAI) async throws -> ModelResponse {
        var accumulator = ResponseAccumulator()
        for try await event in try await client.responses.stream(request) {
            accumulator.append(event)
            print(event.outputTextDelta ?? "", terminator: "")
        }
        print()
        let response = accumulator.response
        if response.isTruncated { print("[cut off by the limit on output tokens]") }
        return response
    }
}
