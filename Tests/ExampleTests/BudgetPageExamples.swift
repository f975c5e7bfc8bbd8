import Foundation
import Waiter
import WaiterConversation
import WaiterModels
import WaiterStore

/// The code of docs/user-budgets.md, which `PageTests` compares with it.
enum BudgetPageExamples {
    struct Refusal: Error {
        var left: Dollars?
        var until: Date?
    }

    static func setting() async throws -> OpenAI {
        let ledger = try await Ledger(path: "service.sqlite3")
        try await ledger.set(Budget(limit: .dollars(1), period: .day, scope: .eachTag("user:")))
        try await ledger.set(Budget(limit: .dollars(500), period: .month))
        let client = try OpenAI(configuration: .fromEnvironment(), meter: ledger)
        return client
    }

    static func asking(session: ConversationSession, user: Int, question: String) async throws -> AnswerStream {
        var options = Conversation.Options(prepare: { $0.maxCompletionTokens = 500 })
        options.request.metering = MeteringOptions(tags: ["user:\(user)"])
        let answer = try await session.stream(question, options: options)
        return answer
    }

    static func refusing(
        session: ConversationSession,
        question: String,
        options: Conversation.Options
    ) async throws -> AnswerStream {
        do {
            return try await session.stream(question, options: options)
        } catch let error as OpenAIError where error.code == .budgetExceeded {
            guard let refusal = error.underlying as? BudgetRefusal, refusal.asked != nil else { throw error }
            throw Refusal(left: refusal.status?.left, until: refusal.status?.end)
        }
    }

    static func page(
        store: ConversationStore,
        ledger: Ledger,
        user: String,
        model: String,
        monthStart: Date
    ) async throws -> (BudgetStatus?, UsageSum?, [ConversationSummary]) {
        let tag = "user:\(user)"
        let status = try await ledger.budgets(model: model, tags: [tag]).first { $0.tag == tag }
        let month = try await ledger.usage(by: .tag, since: monthStart).first { $0.name == tag }?.sum
        let conversations = try await store.list(ConversationFilter(owner: user))
        return (status, month, conversations)
    }
}
