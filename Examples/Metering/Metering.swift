import Waiter
import WaiterModels
import WaiterStore

/// The fourth lesson: what calls cost is written down, and a budget is a wall.
@main
struct Metering {
    static func main() async throws {
        let ledger = try await Ledger(path: "calls.sqlite3")
        try await ledger.set(Budget(limit: .cents(1), period: .day))
        let client = try OpenAI(configuration: .fromEnvironment(), meter: ledger)
        var request = ChatCompletionRequest(model: "gpt-6.1-sol", messages: [.user("What is an API?")])
        request.maxCompletionTokens = 500  // the most that is reserved before it is sent
        do {
            let completion = try await client.chat.completions.create(
                request,
                options: RequestOptions(metering: MeteringOptions(tags: ["lesson"]))
            )
            print(completion.text)
        } catch let error as OpenAIError where error.code == .budgetExceeded {
            // Nothing was sent. The refusal has the numbers.
            let refusal = error.underlying as? BudgetRefusal
            print(error.message, "left:", refusal?.status?.left ?? .zero)
        }
        for attempt in try await ledger.attempts() {
            // A cost that nobody knows is nil, never 0.
            print(attempt.startedAt, attempt.model, attempt.status, attempt.cost.map { "\($0)" } ?? "?")
        }
        for group in try await ledger.usage(by: .tag) { print(group.name, group.sum.calls, group.sum.knownCost) }
        for standing in try await ledger.budgets() { print(standing.budget, "has", standing.left, "left") }
    }
}
