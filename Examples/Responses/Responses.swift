import Waiter

/// Run a tool loop with the Responses API, preserving the model's reasoning, and then ask for a typed answer.
@main
struct ResponsesExample {
    struct City: Decodable {
        var city: String
    }

    struct Forecast: Decodable, Sendable {
        var city: String
        var celsius: Double
        var takeUmbrella: Bool
    }

    static func main() async throws {
        let client = try OpenAI()
        let weather = try FunctionTool("weather", description: "The current weather of a city.") { (place: City) in
            "12 °C and sunny in \(place.city)"
        }
        var request = ResponsesRequest(model: "gpt-6.1-sol", input: "What is the weather in Paris?")
        request.reasoning = ReasoningOptions(effort: .low)

        // Nothing is stored on the server. Instead, the next request contains the model's reasoning in encrypted form.
        let run = client.responses.run(request, tools: [weather], until: .steps(5))
        for try await step in run {
            for try await event in step { print(event.text, terminator: "") }
        }
        print()

        let report = run.completion?.text ?? ""
        let question = ResponsesRequest(model: request.model ?? "", input: .text("Summarize: \(report)"))
        let forecast = try await client.responses.parse(question, as: Forecast.self).value
        print("\(forecast.city): \(forecast.celsius) °C\(forecast.takeUmbrella ? ", take an umbrella" : "")")

        // For full control, read the events themselves.
        var accumulator = ResponseAccumulator()
        for try await event in try await client.responses.stream(model: "gpt-6.1-sol", input: "What is an API?") {
            accumulator.append(event)
            print(event.outputTextDelta ?? "", terminator: "")
        }
        print()
        if accumulator.response.isTruncated { print("[cut off by the limit on output tokens]") }
    }
}
