import Waiter

/// Answer questions in a batch, at half the price and within a day.
///
///     swift run BatchesExample "What is an API?" "What is a batch?"
@main
struct BatchesExample {
    static func main() async throws {
        let questions = Array(CommandLine.arguments.dropFirst())
        guard !questions.isEmpty else {
            print("usage: BatchesExample QUESTION...")
            return
        }
        let client = try OpenAI()
        let ids = questions.indices.map { "question-\($0 + 1)" }
        let lines = try zip(ids, questions).map { id, question in
            try BatchLine(
                customID: id,
                .chatCompletion(ChatCompletionRequest(model: "gpt-4o-mini", messages: [.user(question)]))
            )
        }
        let file = try await client.files.create(FileUpload(BatchLine.file(lines), purpose: .batch))
        let created = try await client.batches.create(.init(inputFileID: file.id, endpoint: .chatCompletions))
        print("waiting for \(created.id)")
        let batch = try await client.batches.wait(for: created.id) { batch in
            print("\(batch.status.rawValue): \(batch.requestCounts?.completed ?? 0) of \(questions.count)")
        }
        let results = try await client.batches.results(of: batch, as: ChatCompletion.self, expecting: ids)
        for (id, question) in zip(ids, questions) {
            print("\n\(question)")
            switch results[id] {
            case .success(let completion)?: print(completion.text)
            case .failure(let error)?: print("failed: \(error)")
            case nil: print("not processed")
            }
        }
    }
}
