import HTTPTypes
import Testing
import Waiter
import WaiterTestSupport

@Suite("Vector stores")
struct VectorStoreTests {
    @Test("Requests have all their members, and null removes what an update leaves out")
    func requests() throws {
        var request = VectorStoreRequest(name: "n", fileIDs: ["f"])
        request.description = "d"
        request.chunkingStrategy = .fixed(maxTokens: 400, overlapTokens: 100)
        request.expiresAfter = VectorStoreExpiration(days: 7)
        request.metadata = ["k": "v"]
        #expect(
            try JSONValue(jsonText: encoded(request)) == [
                "name": "n", "description": "d", "file_ids": ["f"], "metadata": ["k": "v"],
                "expires_after": ["anchor": "last_active_at", "days": 7],
                "chunking_strategy": [
                    "type": "static", "static": ["max_chunk_size_tokens": 400, "chunk_overlap_tokens": 100],
                ],
            ]
        )
        #expect(try roundTrip(request) == request)
        var update = VectorStoreUpdate()
        #expect(try encoded(update) == "{}")
        (update.name, update.expiresAfter, update.metadata) = (.value("m"), .null, .null)
        #expect(
            try JSONValue(jsonText: encoded(update)) == ["name": "m", "expires_after": .null, "metadata": .null]
        )
        #expect(try roundTrip(update) == update)
        let file = VectorStoreFileRequest(fileID: "f", chunkingStrategy: .auto, attributes: ["a": 1, "b": true])
        #expect(
            try JSONValue(jsonText: encoded(VectorStoreFileBatchRequest(files: [file]))) == [
                "files": [
                    ["file_id": "f", "chunking_strategy": ["type": "auto"], "attributes": ["a": 1, "b": true]]
                ]
            ]
        )
    }

    @Test("Requests have the header field of vector stores, which a call can replace or remove")
    func header() async throws {
        let transport = ScriptedTransport(.json(#"{"id":"v","object":"vector_store"}"#))
        let client = try OpenAI(
            configuration: .init(apiKey: APIKey("sk-test-0123456789abcdef")),
            transport: transport
        )
        _ = try await client.send(.vectorStore("v"))
        _ = try await client.send(.vectorStore("v"), options: RequestOptions(headers: ["OpenAI-Beta": nil]))
        _ = try? await client.send(.model("m"))
        let name = try #require(HTTPField.Name("OpenAI-Beta"))
        #expect(transport.requests.map { $0.head.headerFields[name] } == ["assistants=v2", nil, nil])
    }

    @Test("A search has all its members, and filters of unknown types survive a round trip")
    func search() throws {
        var request = VectorStoreSearchRequest(query: ["a", "b"])
        request.rewriteQuery = true
        request.maxResults = 5
        request.rankingOptions = .init(ranker: .default20241115, scoreThreshold: 0.5)
        request.filters = .and([
            .attribute("region", .in, ["us", "eu"]), .or([.attribute("year", .greaterThan, 2020)]),
            .other(["type": "near", "place": "x"]),
        ])
        #expect(
            try JSONValue(jsonText: encoded(request)) == [
                "query": ["a", "b"], "rewrite_query": true, "max_num_results": 5,
                "ranking_options": ["ranker": "default-2024-11-15", "score_threshold": 0.5],
                "filters": [
                    "type": "and",
                    "filters": [
                        ["type": "in", "key": "region", "value": ["us", "eu"]],
                        ["type": "or", "filters": [["type": "gt", "key": "year", "value": 2020]]],
                        ["type": "near", "place": "x"],
                    ],
                ],
            ]
        )
        #expect(try roundTrip(request) == request)
        #expect(try encoded(VectorStoreSearchRequest("a")) == #"{"query":"a"}"#)
    }

    @Test("A store and a file have all their fields, and only the essential ones are required")
    func fields() throws {
        let store = try decoded(
            VectorStore.self,
            #"{"id":"v","object":"vector_store","created_at":1,"name":"n","description":"d","usage_bytes":2,"#
                + #""file_counts":{"in_progress":1,"completed":2,"failed":3,"cancelled":4,"total":10},"#
                + #""status":"expired","expires_after":{"anchor":"last_active_at","days":7},"expires_at":3,"#
                + #""last_active_at":4,"metadata":{"k":"v"}}"#
        )
        #expect(store.fileCounts == .init(inProgress: 1, completed: 2, failed: 3, cancelled: 4, total: 10))
        #expect(store.status == .expired && store.expiresAfter?.days == 7 && store.lastActiveAt == 4)
        #expect(try roundTrip(store) == store)
        let bare = try decoded(VectorStore.self, #"{"id":"v","name":null,"metadata":null,"file_counts":"?"}"#)
        #expect(bare.name.isEmpty && bare.fileCounts.total == 0 && bare.metadata == nil)
        let file = try decoded(
            VectorStoreFile.self,
            #"{"id":"f","status":"failed","last_error":{"code":"invalid_file","message":"no text"},"usage_bytes":1,"#
                + #""vector_store_id":"v","chunking_strategy":{"type":"other"},"attributes":{"a":1.5,"b":"x"}}"#
        )
        #expect(file.lastError?.code == "invalid_file" && file.attributes == ["a": 1.5, "b": "x"])
        #expect(file.chunkingStrategy == .other(["type": "other"]))
        #expect(try roundTrip(file) == file)
    }

    @Test("Calls have their method, path and query")
    func calls() async throws {
        let transport = ScriptedTransport(answering: { request in
            switch request.line {
            case let line where line.hasPrefix("DELETE"): #"{"id":"x","deleted":true,"object":"vector_store.deleted"}"#
            case let line where line.hasSuffix("search"): Self.results
            case let line where line.hasSuffix("content"): #"{"data":[{"type":"text","text":"a"},{"text":"b"}]}"#
            case let line where line.contains("limit="): #"{"data":[{"id":"x","status":"completed"}],"has_more":false}"#
            default: #"{"id":"x","status":"completed"}"#
            }
        })
        let stores = try transport.client().vectorStores
        var query = VectorStoreListQuery()
        (query.limit, query.order, query.after, query.before) = (2, .ascending, "a", "b")
        var files = VectorStoreFileListQuery()
        (files.limit, files.order, files.after, files.before) = (2, .ascending, "a", "b")
        files.filter = .inProgress
        #expect(try await stores.create().id == "x")
        #expect(try await stores.retrieve("v").id == "x")
        try await stores.update("v", VectorStoreUpdate())
        #expect(try await stores.list(query).count == 1)
        #expect(try await stores.delete("v").deleted)
        let results = try await stores.search("v", .init("q"))
        #expect(results[0].text == "one\ntwo" && results[0].score == 0.9 && results.searchQuery == ["q"])
        #expect(try roundTrip(results) == results)
        try await stores.files.create(.init(fileID: "f"), in: "v")
        #expect(try await stores.files.retrieve("f", of: "v").status == .completed)
        try await stores.files.update("f", of: "v", attributes: nil)
        #expect(try await stores.files.list(of: "v", files).first?.id == "x")
        #expect(try await stores.files.delete("f", from: "v").deleted)
        #expect(try await stores.files.content("f", of: "v").text == "a\nb")
        #expect(try await stores.fileBatches.create(.init(fileIDs: ["f"]), in: "v").id == "x")
        #expect(try await stores.fileBatches.retrieve("b", in: "v").id == "x")
        try await stores.fileBatches.cancel("b", in: "v")
        #expect(try await stores.fileBatches.listFiles(of: "b", in: "v", files).count == 1)
        #expect(transport.requests.map(\.line) == Self.lines)
        #expect(transport.requests[8].text == #"{"attributes":null}"#)
    }

    private static let lines = [
        "POST /v1/vector_stores", "GET /v1/vector_stores/v", "POST /v1/vector_stores/v",
        "GET /v1/vector_stores?after=a&before=b&limit=2&order=asc", "DELETE /v1/vector_stores/v",
        "POST /v1/vector_stores/v/search", "POST /v1/vector_stores/v/files", "GET /v1/vector_stores/v/files/f",
        "POST /v1/vector_stores/v/files/f",
        "GET /v1/vector_stores/v/files?after=a&before=b&filter=in_progress&limit=2&order=asc",
        "DELETE /v1/vector_stores/v/files/f", "GET /v1/vector_stores/v/files/f/content",
        "POST /v1/vector_stores/v/file_batches", "GET /v1/vector_stores/v/file_batches/b",
        "POST /v1/vector_stores/v/file_batches/b/cancel",
        "GET /v1/vector_stores/v/file_batches/b/files?after=a&before=b&filter=in_progress&limit=2&order=asc",
    ]

    @Test("Stores, their files and the files of a batch are read page by page")
    func pages() async throws {
        func transport() -> ScriptedTransport {
            ScriptedTransport(
                .json(#"{"data":[{"id":"a","status":"completed"}],"has_more":true,"first_id":"a","last_id":"a"}"#),
                .json(#"{"data":[{"id":"b","status":"completed"}],"has_more":false,"first_id":"b","last_id":"b"}"#)
            )
        }
        let stores = transport()
        #expect(try await ids(stores.client().vectorStores.all()) == ["a", "b"])
        #expect(stores.requests.last?.line == "GET /v1/vector_stores?after=a")
        let files = transport()
        #expect(try await ids(files.client().vectorStores.files.all(of: "v")) == ["a", "b"])
        #expect(files.requests.last?.line == "GET /v1/vector_stores/v/files?after=a")
        let batch = transport()
        #expect(try await ids(batch.client().vectorStores.fileBatches.allFiles(of: "b", in: "v")) == ["a", "b"])
        #expect(batch.requests.last?.line == "GET /v1/vector_stores/v/file_batches/b/files?after=a")
    }

    @Test("Waiting for a file ends when it is indexed, and fails with the reason when it cannot be")
    func waitingForFile() async throws {
        func file(_ status: String) -> ScriptedTransport.Step {
            .json(#"{"id":"f","status":"\#(status)","last_error":{"code":"c","message":"no text"}}"#)
        }
        var states: [String] = []
        let transport = ScriptedTransport(file("in_progress"), file("in_progress"), file("completed"))
        try await transport.client().vectorStores.files.wait(for: "f", of: "v") { states.append($0.status.rawValue) }
        #expect(states == ["in_progress", "in_progress", "completed"])
        let error = await #expect(throws: OpenAIError.self) {
            try await ScriptedTransport(file("failed")).client().vectorStores.files.wait(for: "f", of: "v")
        }
        #expect(error?.code == .badRequest && error?.message.contains("no text") == true)
    }

    @Test("Waiting for a batch reports its counts, and ends with any final state")
    func waitingForBatch() async throws {
        func batch(_ status: String, _ completed: Int) -> ScriptedTransport.Step {
            .json(#"{"id":"b","status":"\#(status)","file_counts":{"completed":\#(completed),"total":2}}"#)
        }
        for final in ["completed", "failed", "cancelled"] {
            let transport = ScriptedTransport(batch("in_progress", 0), batch("in_progress", 1), batch(final, 2))
            var counts: [Int] = []
            let finished = try await transport.client().vectorStores.fileBatches.wait(for: "b", in: "v") {
                counts.append($0.fileCounts.completed)
            }
            #expect(counts == [0, 1, 2] && finished.status.rawValue == final)
        }
        let policy = PollingPolicy(interval: .seconds(1), deadline: .seconds(4))
        let error = await #expect(throws: OpenAIError.self) {
            try await ScriptedTransport(batch("in_progress", 0)).client()
                .vectorStores.fileBatches.wait(for: "b", in: "v", policy: policy)
        }
        #expect(error?.code == .timeout)
    }

    @Test("Waiting for a store ends when no file is being indexed any more")
    func waitingForStore() async throws {
        let transport = ScriptedTransport(
            .json(#"{"id":"v","status":"in_progress","file_counts":{"in_progress":1,"total":1}}"#),
            .json(#"{"id":"v","status":"completed","file_counts":{"in_progress":1,"total":1}}"#),
            .json(#"{"id":"v","status":"completed","file_counts":{"failed":1,"total":1}}"#)
        )
        #expect(try await transport.client().vectorStores.wait(for: "v").fileCounts.failed == 1)
        #expect(transport.requests.count == 3)
    }

    private func ids<Page>(_ list: ListSequence<Page>) async throws -> [String] {
        var ids: [String] = []
        for try await element in list { ids.append(element.id) }
        return ids
    }

    private static let results = #"""
        {"object":"vector_store.search_results.page","search_query":"q","data":[{"file_id":"f","filename":"a.md",
        "score":0.9,"attributes":{"year":2026},"content":[{"type":"text","text":"one"},{"type":"text","text":"two"}]}],
        "has_more":false,"next_page":null}
        """#
}
