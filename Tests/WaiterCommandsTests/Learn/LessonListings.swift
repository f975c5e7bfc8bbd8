import Foundation
import Waiter
import WaiterModels
import WaiterTokenizer

/// The Swift programs that `waiter learn` shows, which `LessonListingTests` compares with it.
enum LessonListings {
    static func request() async throws {
        let client = try OpenAI()
        let request = ChatCompletionRequest(
            model: "gpt-6.1-sol",
            messages: [.user("What is an API?")]
        )
        let response = try await client.send(.chatCompletion(request))
        print(response.head.status)
        print(String(decoding: response.body, as: UTF8.self))
    }

    static func key() async throws {
        let environment = ProcessInfo.processInfo.environment
        let key = APIKey(environment["OPENAI_API_KEY"] ?? "")
        print(key)  // always printed in masked form
        let client = try OpenAI(configuration: .init(apiKey: key))
        print(try await client.models.list().data.count)
    }

    static func client() async throws {
        let openAI = try OpenAI()
        let ollama = try OpenAI(
            configuration: .init(
                baseURL: BaseURL("http://127.0.0.1:11434/v1")
            )
        )
        for client in [openAI, ollama] {
            for model in try await client.models.list().data {
                print(model.id)
            }
        }
    }

    static func chat() async throws {
        let client = try OpenAI()
        let request = ChatCompletionRequest(
            model: "gpt-6.1-sol",
            messages: [.user("What is an API?")]
        )

        let completion = try await client.chat.completions.create(request)
        print(completion.text)

        for try await chunk in try await client.chat.completions.stream(request) {
            print(chunk.text, terminator: "")
        }
        print()
    }

    static func history() async throws {
        let client = try OpenAI()
        var messages: [ChatMessage] = [.user("My name is Ada.")]
        let first = try await client.chat.completions.create(
            model: "gpt-6.1-sol",
            messages: messages
        )
        messages.append(first.message)
        messages.append(.user("What is my name?"))
        let second = try await client.chat.completions.create(
            model: "gpt-6.1-sol",
            messages: messages
        )
        print(second.text)
    }

    static func roles() async throws {
        let client = try OpenAI()
        let completion = try await client.chat.completions.create(
            model: "gpt-6.1-sol",
            messages: [
                .system("Answer in capital letters."),
                .user("What is an API?"),
            ]
        )
        print(completion.text)
    }

    static func tokens() async throws {
        let question = "How many tokens are in this sentence?"
        let encoding = TokenEncoding.forModel("gpt-6.1-sol").encoding
        print(encoding.count(question))

        do {
            let completion = try await OpenAI().chat.completions.create(
                model: "gpt-6.1-sol",
                messages: [.user(question)]
            )
            print(completion.text)
        } catch let error as OpenAIError where error.code == .contextLengthExceeded {
            print("too long:", error.message)
        }
    }

    static func answer() async throws {
        let client = try OpenAI()
        let response = try await client.chat.completions.create(
            model: "gpt-6.1-sol",
            messages: [.user("What is an API?")]
        )
        print(response.choices[0].message.content ?? "no text")
        print(response.choices[0].finishReason == .stop)
        print(response.text)  // the same text, or "" if there is none
    }

    static func types() async throws {
        struct Dish: Decodable, Sendable {
            var name: String
            var course: String
            var price: Double
        }

        let client = try OpenAI()
        let dish = try await client.chat.completions.parse(
            model: "gpt-6.1-sol",
            messages: [.user("Invent a dish.")],
            as: Dish.self
        ).value
        print(dish.name, dish.price)
    }

    static func errors() async throws {
        let client = try OpenAI()
        do {
            let stream = try await client.chat.completions.stream(
                model: "gpt-6.1-sol",
                messages: [.user("What is an API?")]
            )
            for try await chunk in stream {
                print(chunk.text, terminator: "")
            }
        } catch let error as OpenAIError {
            switch error.code {
            case .authentication: print("check the key")
            case .notFound: print("check the name of the model")
            case .rateLimited: print("again in", error.retryAfter ?? .seconds(60))
            case .streamTruncated: print("incomplete:", error.completion?.text ?? "")
            default: print(error)
            }
        }
    }

    static func timeouts() async throws {
        let client = try OpenAI()
        let options = RequestOptions(
            timeouts: OpenAI.Timeouts(
                firstContent: .seconds(20),
                idle: .seconds(30),
                total: .seconds(120)
            )
        )
        do {
            let completion = try await client.chat.completions.create(
                model: "gpt-6.1-sol",
                messages: [.user("What is an API?")],
                options: options
            )
            print(completion.text)
        } catch let error as OpenAIError where error.code == .timeout {
            print("exceeded:", error.deadline ?? .total)
        }
    }

    static func usage() async throws {
        let client = try OpenAI()
        let completion = try await client.chat.completions.create(
            model: "gpt-6.1-sol",
            messages: [.user("What is an API?")]
        )
        if let usage = completion.usage {
            print(usage.promptTokens, usage.completionTokens)
        }
        let cost = ModelCatalogue.builtIn.cost(
            of: completion.usage,
            in: PricingContext(model: "gpt-6.1-sol")
        )
        print(cost)  // in dollars, or ? if a price is unknown
    }
}
