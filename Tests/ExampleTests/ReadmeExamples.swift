import Foundation
import HTTPTypes
import Waiter
import WaiterConversation
import WaiterModels
import WaiterStore
import WaiterTesting
import WaiterTokenizer

/// The code of the README and of docs/client.md, which `PageTests` compares with them.
enum ReadmeExamples {
    static func firstCalls() async throws {
        let client = try OpenAI()
        var messages: [ChatMessage] = [.system("Be brief."), .user("What is an API?")]
        let completion = try await client.chat.completions.create(model: "gpt-6.1-sol", messages: messages)
        print(completion.text)

        messages.append(completion.message)
        messages.append(.user([.text("And what is this?"), try ChatContentPart(path: "photo.jpg")]))
        for try await chunk in try await client.chat.completions.stream(model: "gpt-6.1-sol", messages: messages) {
            print(chunk.text, terminator: "")
        }
    }

    static func conversations(client: OpenAI) async throws {
        let session = ConversationSession(model: "gpt-6.1-sol", system: "Be brief.", client: client)
        print(try await session.send("What is an API?").text)

        // Thrown here: budget refusals, rate limits, connection failures, error responses. Later failures: by the loop.
        let answer = try await session.stream("And how is it like a waiter?")
        for try await chunk in answer { print(chunk.text, terminator: "") }
    }

    struct Dish: Decodable, Sendable {
        enum Course: String, Decodable, CaseIterable, Sendable { case starter, main, dessert }

        var name: String
        var course: Course
        var price: Decimal
    }

    static func typedAnswers(client: OpenAI, request: ChatCompletionRequest) async throws {
        let dish = try await client.chat.completions.parse(request, as: Dish.self).value
        print(dish.name, dish.course, dish.price)

        let stream = try await client.chat.completions.stream(request, as: Dish.self)
        for try await snapshot in stream { print(snapshot.json.jsonText) }  // strings and lists grow
        print(try await stream.value)
    }

    static func costs() async throws -> OpenAI {
        let ledger = try await Ledger(path: "calls.sqlite3")
        try await ledger.set(Budget(limit: .dollars(5), period: .month))
        let client = try OpenAI(configuration: .fromEnvironment(), meter: ledger)
        return client
    }

    static func rateLimits() throws -> OpenAI {
        var configuration = try OpenAI.Configuration.fromEnvironment()
        configuration.rateLimits = RateLimiter.Limits(requestsPerMinute: 500, tokensPerMinute: 200_000)
        let client = try OpenAI(configuration: configuration)
        return client
    }

    static func configuration(client: OpenAI, request: ChatCompletionRequest, key: APIKey) async throws -> [Any] {
        // For another server, use another configuration.
        let ollama = try OpenAI(configuration: .init(baseURL: BaseURL("http://127.0.0.1:11434/v1")))
        let azure = try OpenAI(
            configuration: .azure(
                endpoint: "https://name.openai.azure.com",
                deployment: "chat",
                apiVersion: "2024-10-21",
                apiKey: key
            )
        )

        // Errors identify the cause; the error of a truncated stream contains the partial answer.
        do {
            for try await chunk in try await client.chat.completions.stream(request) {
                print(chunk.text, terminator: "")
            }
        } catch let error as OpenAIError where error.code == .rateLimited {
            print("again in", error.retryAfter ?? .seconds(1))
        } catch let error as OpenAIError where error.code == .streamTruncated {
            print(error.completion?.text ?? "")
        }

        // Options of a single call.
        let options = RequestOptions(
            extraBody: ["top_k": 40],  // fields that a server supports and Waiter does not
            timeout: .seconds(30),  // the other deadlines keep the client's values
            maxRetries: 0
        )

        // A call is a value: `send` returns its value with head, headers, rate limits and bytes.
        let response = try await client.send(.chatCompletion(request), options: options)
        print(response.value.choices.count, response.head.requestID ?? "", response.body.count)

        // Paths without a typed method.
        let batches: JSONValue = try await client.request(.get, "/batches").value

        // Embeddings, and files of any size in constant memory.
        let embeddings = try await client.embeddings.create(.init(model: "text-embedding-3-small", input: ["a", "b"]))
        let file = try await client.files.create(FileUpload(.path("requests.jsonl"), purpose: .batch))
        try await client.files.content(file.id, to: "copy.jsonl")
        return [ollama, azure, batches, embeddings]
    }

    static func tokens(report: String) -> (Int, String) {
        let encoding = TokenEncoding.forModel("gpt-5").encoding
        let count = encoding.count("How many tokens?")
        let cut = encoding.fit(report, to: 4000, keeping: .both).text  // cuts between characters
        return (count, cut)
    }

    static func testing() throws -> OpenAI {
        let model = ScriptedTransport.answers("Hi", .stream("a", "b"), .status(429), .cut(after: 3))
        let client = try model.client()
        return client
    }
}
