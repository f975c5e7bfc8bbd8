// This file contains the code in the thirteen lessons. To run the code against the local model, enter `eval "$(waiter
// local env)"` and then `swift run Lessons`.

import Foundation
import Waiter
import WaiterModels
import WaiterTokenizer

func byHand() async throws {
    // snippet.by-hand
    let client = try OpenAI()
    let body: JSONValue = [
        "model": "gpt-6.1-sol",
        "messages": [["role": "user", "content": "What is an API?"]],
        "max_completion_tokens": 20,
    ]
    let response = try await client.request(.post, "/chat/completions", body: body, as: JSONValue.self)
    print(response.head.status)  // 200
    print(response.value["choices"]?[0]?["message"]?["content"]?.stringValue ?? "")
    // snippet.end
}

func keys() throws {
    // snippet.keys
    let secret = ProcessInfo.processInfo.environment["OPENAI_API_KEY"] ?? ""
    let key = APIKey(secret)
    print(key)  // sk-...beef
    dump(key)  // also masked
    let configuration = try OpenAI.Configuration(apiKey: key)
    // snippet.end
    _ = configuration
}

func clients() throws {
    // snippet.client
    // OPENAI_API_KEY, OPENAI_BASE_URL and others:
    let client = try OpenAI()

    // Your own server; loopback addresses need no key:
    let local = try OpenAI(configuration: .init(baseURL: BaseURL("http://127.0.0.1:8080/v1")))
    // snippet.end
    _ = (client, local)
}

func completion(client: OpenAI) async throws -> ChatCompletion {
    // snippet.completion
    var request = ChatCompletionRequest(model: "gpt-6.1-sol", messages: [.user("What is an API?")])
    request.temperature = 0
    request.maxCompletionTokens = 30
    let completion = try await client.chat.completions.create(request)
    print(completion.text)
    // snippet.end
    return completion
}

func history(client: OpenAI) async throws {
    // snippet.history
    var request = ChatCompletionRequest(model: "gpt-6.1-sol", messages: [.user("My name is Ada.")])
    request.maxCompletionTokens = 20
    let first = try await client.chat.completions.create(request)

    request.messages.append(first.message)  // the answer
    request.messages.append(.user("What is my name?"))
    let second = try await client.chat.completions.create(request)
    print(second.text)
    // snippet.end
}

func roles(client: OpenAI) async throws {
    // snippet.roles
    var request = ChatCompletionRequest(
        model: "gpt-6.1-sol",
        messages: [
            .system("Answer with one word."),
            .user("What is the capital of France?"),
            .assistant("Paris"),
            .user("And of Italy?"),
        ]
    )
    request.maxCompletionTokens = 10
    print(try await client.chat.completions.create(request).text)
    // snippet.end
}

func tokens(client: OpenAI, document: String) async throws {
    // snippet.tokens
    let encoding = TokenEncoding.forModel("gpt-4o").encoding
    print(encoding.count("How many tokens?"))
    let window = ModelCatalogue.builtIn.entry("gpt-4o")?.contextWindow
    print(window ?? 0)  // 128000
    // snippet.end

    // snippet.too-long
    let request = ChatCompletionRequest(model: "gpt-6.1-sol", messages: [.user(document)])
    do {
        print(try await client.chat.completions.create(request).text)
    } catch let error as OpenAIError where error.code == .contextLengthExceeded {
        print("too long:", error.message)
    }
    // snippet.end
}

func nestedAnswer(completion: ChatCompletion) {
    // snippet.answer
    let choice = completion.choices.first
    print(choice?.message.role.rawValue ?? "")  // assistant
    print(choice?.message.content ?? "")
    print(choice?.finishReason?.rawValue ?? "")  // stop, or length if it was cut off
    print(completion.text)  // the content of the first choice, or an empty string
    // snippet.end
}

// snippet.type
struct City: Decodable, Sendable {
    var name: String
    var country: String
}
// snippet.end

func typedObjects(client: OpenAI) async throws {
    // snippet.typed
    var request = ChatCompletionRequest(
        model: "gpt-6.1-sol",
        messages: [.user("Name a European capital and its country.")]
    )
    request.temperature = 0
    request.maxCompletionTokens = 200
    let city = try await client.chat.completions.parse(request, as: City.self).value
    print(city.name, city.country)
    // snippet.end
}

func errors(client: OpenAI, request: ChatCompletionRequest) async throws {
    // snippet.errors
    do {
        print(try await client.chat.completions.create(request).text)
    } catch let error as OpenAIError {
        switch error.code {
        case .authentication: print("check the key")
        case .notFound: print("check the model's name:", error.message)
        case .rateLimited: print("try again in", error.retryAfter ?? .seconds(1))
        case .connection, .server: print("the server cannot be reached:", error)
        default: throw error
        }
    }
    // snippet.end
}

func timeouts(request: ChatCompletionRequest) async throws {
    // snippet.timeouts
    var configuration = try OpenAI.Configuration.fromEnvironment()
    configuration.timeouts = OpenAI.Timeouts(connect: .seconds(5), idle: .seconds(60), total: .seconds(120))
    let client = try OpenAI(configuration: configuration)

    do {
        let options = RequestOptions(timeout: .seconds(30))
        print(try await client.chat.completions.create(request, options: options).text)
    } catch let error as OpenAIError where error.code == .timeout {
        print("no answer in time:", error.deadline.map { "\($0)" } ?? "")
    }
    // snippet.end
}

func usage(client: OpenAI, completion: ChatCompletion) {
    // snippet.usage
    if let usage = completion.usage {
        print(usage.promptTokens, usage.completionTokens, usage.totalTokens)
    }
    let cost = ModelCatalogue.builtIn.cost(of: completion.usage, in: PricingContext(model: "gpt-4o"))
    print(cost.total.map { "\($0)" } ?? "unknown")
    // snippet.end
}

let client = try OpenAI()
try await byHand()
try keys()
try clients()
let answer = try await completion(client: client)
try await history(client: client)
try await roles(client: client)
// This text has more tokens than the local model's context window can hold.
try await tokens(client: client, document: String(repeating: "one two three ", count: 4000))
nestedAnswer(completion: answer)
try await typedObjects(client: client)
var short = ChatCompletionRequest(model: "gpt-6.1-sol", messages: [.user("Hello")])
short.maxCompletionTokens = 4
try await errors(client: client, request: short)
try await timeouts(request: short)
usage(client: client, completion: answer)
print("done")
