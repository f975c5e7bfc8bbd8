import Foundation
import Hummingbird
import Logging
import Waiter
import WaiterConversation
import WaiterModels
import WaiterServiceLifecycle
import WaiterStore

/// A chat service that sends answers as server-sent events, stores conversations and budgets in one SQLite file, and
/// shuts down gracefully.
///
///     curl -N localhost:8080/chat -d '{"user": "ada", "text": "What is an API?"}'
@main
struct ChatService {
    /// The settings that are read from the environment, in addition to OPENAI_API_KEY and the client's other variables.
    struct Settings {
        let environment = ProcessInfo.processInfo.environment
        var port: Int { environment["PORT"].flatMap(Int.init) ?? 8080 }
        var database: String { environment["CHAT_DATABASE"] ?? "chat.sqlite3" }
        var model: String { environment["CHAT_MODEL"] ?? "gpt-4o-mini" }
        var dailyBudget: Dollars { get throws { try Dollars(environment["CHAT_BUDGET"] ?? "1") } }
    }

    struct Question: Decodable {
        var user: String
        var text: String
        /// The conversation to continue, or `nil` to start a new one.
        var conversation: ConversationID?
    }

    let settings: Settings
    let store: ConversationStore
    let client: OpenAI

    static func main() async throws {
        let settings = Settings()
        let store = try await ConversationStore(path: settings.database)
        // The limit applies per user and per day.
        let budget = Budget(limit: try settings.dailyBudget, period: .day, scope: .eachTag("user:"))
        try await store.ledger.set(budget)
        var configuration = try OpenAI.Configuration.fromEnvironment()
        configuration.rateLimits = RateLimiter.Limits()
        let client = try OpenAI(configuration: configuration, meter: store.ledger)
        let service = ChatService(settings: settings, store: store, client: client)
        let app = Application(
            router: service.router(),
            configuration: .init(address: .hostname("127.0.0.1", port: settings.port)),
            services: [OpenAIService(client)],
            logger: Logger(label: "chat")
        )
        try await app.runService()
    }

    func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.get("health") { _, _ in "ok" }
        router.get("usage/:user") { _, context in
            let tag = "user:\(try context.parameters.require("user"))"
            let sum = try await store.ledger.usage(by: .tag).first { $0.name == tag }?.sum
            return "\(sum?.calls ?? 0) calls, \(sum?.knownCost ?? .zero)\n"
        }
        router.post("chat") { request, context in
            try await answer(try await request.decode(as: Question.self, context: context))
        }
        return router
    }

    func answer(_ question: Question) async throws -> Response {
        var options = Conversation.Options(prepare: { $0.maxCompletionTokens = 300 })
        options.request.metering = MeteringOptions(tags: ["user:\(question.user)"])
        let session: ConversationSession
        let stream: AnswerStream
        do {
            if let id = question.conversation {
                guard try await store.summary(of: id).owner == question.user else { throw HTTPError(.notFound) }
                session = try await store.session(id, client: client)
            } else {
                session = store.session(model: settings.model, owner: question.user, client: client)
            }
            stream = try await session.stream(question.text, options: options)
        } catch let error as OpenAIError {
            // Nothing has been sent yet, so the client receives an error status.
            let isOverBudget = error.code == .budgetExceeded
            throw HTTPError(isOverBudget ? .init(code: 402) : .badGateway, message: error.message)
        } catch let error as StoreError where error.code == .unknownConversation {
            throw HTTPError(.notFound, message: error.message)
        }
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream", .cacheControl: "no-cache"],
            body: .init { [id = session.id] writer in
                try await writer.write(event("conversation", id.text))
                do {
                    for try await chunk in stream where !chunk.text.isEmpty {
                        try await writer.write(event("text", chunk.text))
                    }
                    try await writer.write(event("end", stream.status.rawValue))
                } catch let error as OpenAIError {
                    try await writer.write(event("error", error.message))
                }
                try await writer.finish(nil)
            }
        )
    }

    func event(_ name: String, _ text: String) -> ByteBuffer {
        ByteBuffer(string: "event: \(name)\ndata: \(JSONValue.string(text).jsonText)\n\n")
    }
}
