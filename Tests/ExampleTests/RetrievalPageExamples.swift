import Waiter

/// The code of docs/retrieval.md, which `PageTests` compares with it.
enum RetrievalPageExamples {
    static func indexing() async throws {
        let client = try OpenAI()
        let store = try await client.vectorStores.create(.init(name: "Handbook"))
        let file = try await client.files.create(FileUpload(.path("handbook.md"), purpose: .assistants))
        try await client.vectorStores.files.create(.init(fileID: file.id), in: store.id)
        try await client.vectorStores.files.wait(for: file.id, of: store.id)
    }

    static func indexingTogether(_ client: OpenAI, _ store: VectorStore, _ uploaded: [FileObject]) async throws {
        let files = uploaded.map { file in
            VectorStoreFileRequest(
                fileID: file.id,
                chunkingStrategy: .fixed(maxTokens: 400, overlapTokens: 100),
                attributes: ["region": "us", "year": 2026]
            )
        }
        let batch = try await client.vectorStores.fileBatches.create(.init(files: files), in: store.id)
        let finished = try await client.vectorStores.fileBatches.wait(for: batch.id, in: store.id) { batch in
            print("\(batch.fileCounts.completed) of \(batch.fileCounts.total)")
        }
        _ = finished
    }

    static func expiring(_ client: OpenAI, _ store: VectorStore) async throws {
        var update = VectorStoreUpdate()
        update.expiresAfter = .value(VectorStoreExpiration(days: 7))
        try await client.vectorStores.update(store.id, update)
    }

    static func searching(_ client: OpenAI, _ store: VectorStore) async throws {
        var request = VectorStoreSearchRequest("How many days of leave do I have?")
        request.maxResults = 5
        request.filters = .and([
            .attribute("region", .in, ["us", "eu"]), .attribute("year", .greaterThanOrEqual, 2025),
        ])
        request.rankingOptions = .init(ranker: .auto, scoreThreshold: 0.3)
        for result in try await client.vectorStores.search(store.id, request) {
            print(result.score, result.filename, result.text)
        }
    }

    static func tuning(_ client: OpenAI) async throws {
        let training = try await client.files.create(FileUpload(.path("examples.jsonl"), purpose: .fineTune))
        var request = FineTuningJobRequest(model: "gpt-4o-mini-2024-07-18", trainingFile: training.id)
        request.method = .supervised(.init(batchSize: .auto, epochs: 3))
        let job = try await client.fineTuning.jobs.create(request)
        for try await event in client.fineTuning.jobs.events.follow(job.id) {
            print(event.message)
        }
        let finished = try await client.fineTuning.jobs.retrieve(job.id)
        print(finished.fineTunedModel ?? finished.error?.message ?? "")
    }
}
