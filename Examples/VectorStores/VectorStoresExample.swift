import Waiter

/// Index files in a vector store and search them.
///
///     swift run VectorStoresExample "How many days of leave do I have?" handbook.md benefits.pdf
@main
struct VectorStoresExample {
    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let question = arguments.first, arguments.count > 1 else {
            print("usage: VectorStoresExample QUESTION FILE...")
            return
        }
        let client = try OpenAI()
        let store = try await client.vectorStores.create(.init(name: "Example"))
        do {
            try await index(Array(arguments.dropFirst()), in: store, client)
            var request = VectorStoreSearchRequest(question)
            request.maxResults = 3
            for result in try await client.vectorStores.search(store.id, request) {
                print("\(result.filename) (\(result.score))\n\(result.text)\n")
            }
        } catch {
            _ = try? await client.vectorStores.delete(store.id)
            throw error
        }
        try await client.vectorStores.delete(store.id)
    }

    /// Uploads files and waits until the server has indexed them.
    static func index(_ paths: [String], in store: VectorStore, _ client: OpenAI) async throws {
        var files: [VectorStoreFileRequest] = []
        for path in paths {
            let file = try await client.files.create(FileUpload(.path(path), purpose: .assistants))
            files.append(VectorStoreFileRequest(fileID: file.id, attributes: ["path": .string(path)]))
        }
        let batch = try await client.vectorStores.fileBatches.create(.init(files: files), in: store.id)
        let finished = try await client.vectorStores.fileBatches.wait(for: batch.id, in: store.id) {
            print("indexed \($0.fileCounts.completed) of \($0.fileCounts.total) files")
        }
        guard finished.fileCounts.failed > 0 else { return }
        var query = VectorStoreFileListQuery()
        query.filter = .failed
        for try await file in client.vectorStores.fileBatches.allFiles(of: batch.id, in: store.id, query) {
            print("not indexed: \(file.id): \(file.lastError?.message ?? "no reason given")")
        }
    }
}
