import Waiter
import WaiterStore

/// Store the lines of standard input together with their embedding vectors, and find the lines that are most similar to
/// a question.
///
///     swift run EmbeddingsExample "What can I drink?" < menu.txt
///
/// Lines that are already stored are not sent again.
@main
struct EmbeddingsExample {
    static func main() async throws {
        guard let question = CommandLine.arguments.dropFirst().first else {
            print("usage: EmbeddingsExample QUESTION < FILE")
            return
        }
        let client = try OpenAI()
        let moderation = try await client.moderations.create(.init(input: .text(question)))
        guard !moderation.isFlagged else {
            print("not sent: \(moderation.results.flatMap(\.flaggedCategories).map(\.rawValue))")
            return
        }
        var lines: [String] = []
        while let line = readLine() {
            if !line.isEmpty { lines.append(line) }
        }
        let store = try await EmbeddingStore(path: "example.sqlite3")
        let outcome = try await store.embed(
            lines.map { EmbeddingStore.Entry($0) },
            in: "lines",
            with: client,
            model: "text-embedding-3-small"
        )
        print("added \(outcome.added) lines, \(outcome.sent) of which were sent")
        for match in try await store.nearest(to: question, in: "lines", count: 3, with: client) {
            print(match.score, match.text)
        }
    }
}
