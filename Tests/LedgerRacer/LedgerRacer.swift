import Foundation
import HTTPTypes
import Waiter
import WaiterStore

/// One of the processes that race for the last cent: calls a server through a ledger repeatedly, several calls at a
/// time, and prints the numbers of answered calls and of calls refused by a budget.
///
///     LedgerRacer LEDGER SERVER CALLS TASKS
@main
enum LedgerRacer {
    static func main() async throws {
        let words = CommandLine.arguments
        guard words.count == 5, let calls = Int(words[3]), let tasks = Int(words[4]) else { return }
        var configuration = try OpenAI.Configuration(
            apiKey: APIKey("sk-test-0123456789abcdefghij"),
            baseURL: BaseURL(words[2])
        )
        configuration.retry = RetryPolicy(maxRetries: 0)
        // The tests' server kills some of the processes that send requests.
        if let name = HTTPField.Name("x-process") {
            configuration.headers[name.rawName] = "\(ProcessInfo.processInfo.processIdentifier)"
        }
        let client = try await OpenAI(configuration: configuration, meter: Ledger(path: words[1]))
        let counts = await withTaskGroup(of: (answered: Int, refused: Int).self) { group in
            for task in 0..<tasks {
                group.addTask { await ask(client, calls / tasks + (task < calls % tasks ? 1 : 0)) }
            }
            var sum = (answered: 0, refused: 0)
            for await part in group { sum = (sum.answered + part.answered, sum.refused + part.refused) }
            return sum
        }
        print("answered \(counts.answered) refused \(counts.refused)")
    }

    private static func ask(_ client: OpenAI, _ calls: Int) async -> (answered: Int, refused: Int) {
        var (answered, refused) = (0, 0)
        var request = ChatCompletionRequest(model: "gpt-4o", messages: [.user("Hi")])
        request.maxCompletionTokens = 10
        for _ in 0..<calls {
            do {
                _ = try await client.chat.completions.create(request)
                answered += 1
            } catch let error as OpenAIError where error.code == .budgetExceeded {
                refused += 1
            } catch {
                print("failed: \(error)")
            }
        }
        return (answered, refused)
    }
}
