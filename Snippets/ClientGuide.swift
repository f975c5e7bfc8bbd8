// This file contains the code in the articles about calls, answers and tools. To run the code against the local model,
// enter `eval "$(waiter local env)"` and then `swift run ClientGuide`.

import Foundation
import Waiter

func firstCall() async throws {
    // snippet.first-call
    let client = try OpenAI()
    var request = ChatCompletionRequest(
        model: "gpt-6.1-sol",
        messages: [.system("Be brief."), .user("What is an API?")]
    )
    request.maxCompletionTokens = 20
    let completion = try await client.chat.completions.create(request)
    print(completion.text)
    // snippet.end
}

func servers(key: APIKey) throws {
    // snippet.servers
    let ollama = try OpenAI(configuration: .init(baseURL: BaseURL("http://127.0.0.1:11434/v1")))
    let gateway = try OpenAI(configuration: .init(apiKey: key, baseURL: BaseURL("https://gateway.example.com/v1")))
    let azure = try OpenAI(
        configuration: .azure(
            endpoint: "https://name.openai.azure.com",
            deployment: "chat",
            apiVersion: "2024-10-21",
            apiKey: key
        )
    )
    // snippet.end
    _ = (ollama, gateway, azure)
}

func streaming(client: OpenAI, request: ChatCompletionRequest) async throws {
    // snippet.stream
    for try await chunk in try await client.chat.completions.stream(request) {
        print(chunk.text, terminator: "")
    }
    print()
    // snippet.end

    // snippet.accumulate
    // snippet.hide
    var request = request
    // snippet.show
    request.streamOptions = StreamOptions(includeUsage: true)
    var accumulator = ChatCompletionAccumulator()
    for try await chunk in try await client.chat.completions.stream(request) {
        accumulator.append(chunk)
        print(chunk.text, terminator: "")
    }
    let completion = accumulator.completion
    print()
    print(completion.choices.first?.finishReason?.rawValue ?? "", completion.usage?.totalTokens ?? 0)
    // snippet.end

    // snippet.truncated
    do {
        for try await chunk in try await client.chat.completions.stream(request) {
            print(chunk.text, terminator: "")
        }
    } catch let error as OpenAIError where error.code == .streamTruncated {
        print("[cut off after: \(error.completion?.text ?? "")]")
    }
    // snippet.end
}

func retries(client: OpenAI, request: ChatCompletionRequest) async throws {
    // snippet.retries
    var configuration = try OpenAI.Configuration.fromEnvironment()
    configuration.retry = RetryPolicy(
        maxRetries: 4,
        maxServerDelay: .seconds(30),
        onRetry: { print("attempt \($0.attempt) failed: \($0.reason); next in \($0.delay)") }
    )
    let patient = try OpenAI(configuration: configuration)

    // For one call:
    let options = RequestOptions(timeout: .seconds(30), maxRetries: 0)
    let completion = try await client.chat.completions.create(request, options: options)
    // snippet.end
    print(patient, completion.text)

    // snippet.response
    let response = try await client.send(.chatCompletion(request))
    print(response.value.text, response.head.requestID ?? "", response.head.rateLimits?.requests.remaining ?? 0)
    // snippet.end

    // snippet.rate-limits
    var limited = try OpenAI.Configuration.fromEnvironment()
    limited.rateLimits = RateLimiter.Limits(requestsPerMinute: 500, tokensPerMinute: 200_000)
    // snippet.end
    _ = limited
}

// snippet.review
struct Review: Decodable, Sendable {
    enum Mood: String, Decodable, CaseIterable, Sendable { case positive, negative, mixed }

    var mood: Mood
    var wouldReturn: Bool
}
// snippet.end

func structuredOutput(client: OpenAI) async throws {
    // snippet.parse
    var request = ChatCompletionRequest(
        model: "gpt-6.1-sol",
        messages: [.system("Rate the review as JSON."), .user("Cold soup, but a kind waiter.")]
    )
    request.maxCompletionTokens = 100
    let review = try await client.chat.completions.parse(request, as: Review.self).value
    print(review.mood, review.wouldReturn)
    // snippet.end

    // snippet.snapshots
    let stream = try await client.chat.completions.stream(request, as: Review.self)
    for try await snapshot in stream {
        print(snapshot.json.jsonText)
    }
    print(try await stream.value)
    // snippet.end

    // snippet.violations
    do {
        print(try await client.chat.completions.parse(request, as: Review.self).value)
    } catch let error as OpenAIError where error.code == .schemaViolation {
        for violation in error.violations { print(violation.path, violation.message) }
        print(error.completion?.text ?? "")
    }
    // snippet.end
}

// snippet.arguments
struct Addends: Decodable {
    var left: Int
    var right: Int
}
// snippet.end

func tools(client: OpenAI) async throws {
    // snippet.tool
    let add = try FunctionTool("add", description: "Adds two integers.") { (numbers: Addends) in
        numbers.left + numbers.right
    }
    // snippet.end

    // snippet.run
    var request = ChatCompletionRequest(model: "gpt-6.1-sol", messages: [.user("What is 17 plus 23?")])
    request.temperature = 0
    request.maxCompletionTokens = 120
    let run = client.chat.completions.run(request, tools: [add], until: .steps(3) || .tokens(4000))
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
    print(run.end.map { "\($0)" } ?? "")
    // snippet.end
}

func approval(client: OpenAI, request: ChatCompletionRequest, deploy: FunctionTool) async throws {
    // snippet.approval
    var settings = ToolRunSettings()
    settings.approval = { call in
        call.name == "deploy" ? .askUser(prompt: "Deploy?") : .notApplicable
    }
    let run = client.chat.completions.run(request, tools: [deploy], settings: settings)
    try await run.collect()
    if run.end == .suspended, let checkpoint = run.checkpoint {
        let decisions = checkpoint.progress.waiting.map { ($0.id, ToolResolution.denied(reason: "not on Fridays")) }
        try await client.chat.completions
            .resume(checkpoint, with: Dictionary(uniqueKeysWithValues: decisions), tools: [deploy])
            .collect()
    }
    // snippet.end
}

func responses(client: OpenAI) async throws {
    // snippet.responses
    var request = ResponsesRequest(model: "gpt-6.1-sol", input: "What is an API?")
    request.maxOutputTokens = 20
    let response = try await client.responses.create(request)
    print(response.outputText, response.usage?.totalTokens ?? 0)

    for try await event in try await client.responses.stream(request) {
        print(event.outputTextDelta ?? "", terminator: "")
    }
    print()
    // snippet.end

    // snippet.either-api
    var chat = ChatCompletionRequest(model: "gpt-6.1-sol", messages: [.user("What is an API?")])
    chat.maxCompletionTokens = 20
    let completion = try await client.send(.chatCompletion(chat, api: .responses)).value
    print(completion.text)
    // snippet.end
}

func media(client: OpenAI) async throws {
    // snippet.media
    let picture = ImageGenerationRequest(model: "gpt-image-2", prompt: "A waiter in a kitchen, watercolor")
    try await client.images.generate(picture).data.first?.save(to: "kitchen.png")

    let speech = SpeechRequest(model: "gpt-4o-mini-tts", input: "Your table is ready.", voice: .coral)
    try await client.audio.speech.create(speech, to: "table.mp3")

    let text = try await client.audio.transcriptions.create(.init(.path("table.mp3"), model: "whisper-1")).text
    let vectors = try await client.embeddings.create(.init(model: "text-embedding-3-small", input: ["a", "b"]))
    // snippet.end
    print(text, vectors.data.count)
}

// snippet.coming-from
func comingFrom(client: OpenAI, request: ChatCompletionRequest) async throws {
    // with_options(timeout=..., max_retries=...), extra_body and extra_headers:
    let options = RequestOptions(
        headers: ["X-Team": "blue"],
        extraBody: ["top_k": 40],
        timeout: .seconds(30),
        maxRetries: 0
    )
    // with_raw_response:
    let response = try await client.send(.chatCompletion(request), options: options)
    print(response.head.requestID ?? "", response.value.text)
    // client.get("/models"):
    let models = try await client.request(.get, "/models", as: JSONValue.self).value
    print(models["data"]?.arrayValue?.count ?? 0)
}
// snippet.end

let client = try OpenAI()
try await firstCall()
try servers(key: APIKey("sk-test"))
var short = ChatCompletionRequest(model: "gpt-6.1-sol", messages: [.user("Hello")])
short.maxCompletionTokens = 6
try await streaming(client: client, request: short)
try await retries(client: client, request: short)
try await structuredOutput(client: client)
try await tools(client: client)
try await responses(client: client)
try await comingFrom(client: client, request: short)
print("done")
