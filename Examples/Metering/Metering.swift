import Waiter
import WaiterModels
import WaiterStore

/// Lesson 4: Record the cost of calls, and enforce a budget.
@main
struct Metering {
    static func main() async throws {
        let ledger = try await Ledger(path: "calls.sqlite3")
        try await ledger.set(Budget(limit: .cents(1), period: .day))
        let client = try OpenAI(configuration: .fromEnvironment(), meter: ledger)
        var request = ChatCompletionRequest(model: "gpt-6.1-sol", messages: [.user("What is an API?")])
        request.maxCompletionTokens = 500  // the maximum to reserve before the request is sent
        do {
            let completion = try await client.chat.completions.create(
                request,
                options: RequestOptions(metering: MeteringOptions(tags: ["lesson"]))
            )
            print(completion.text)
        } catch let error as OpenAIError where error.code == .budgetExceeded {
            // Nothing was sent. The underlying error contains the details.
            let refusal = error.underlying as? BudgetRefusal
            print("\(error.message); left:", refusal?.status?.left ?? .zero)
        }
        for attempt in try await ledger.attempts() {
            // An unknown cost is nil, never 0.
            print(attempt.startedAt, attempt.model, attempt.status, attempt.cost.map { "\($0)" } ?? "?")
        }
        for group in try await ledger.usage(by: .tag) { print(group.name, group.sum.calls, group.sum.knownCost) }
        for standing in try await ledger.budgets() { print(standing.budget, "has", standing.left, "left") }
    }
}
