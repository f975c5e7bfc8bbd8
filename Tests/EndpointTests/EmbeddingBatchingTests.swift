import HTTPTypes
import Testing
import Waiter
import WaiterTestSupport

@Suite("Embeddings in batches")
struct EmbeddingBatchingTests {
    @Test("Inputs beyond a request's limits are sent in several requests and returned in order")
    func order() async throws {
        let transport = ScriptedTransport(answering: Self.answer)
        var batching = EmbeddingBatching()
        batching.maxInputs = 3
        let texts = (0..<10).map { "\($0)" }
        let response = try await transport.client().embeddings
            .createAll(.init(model: "m", input: .texts(texts)), batching: batching)
        #expect(response.map(\.vector) == (0..<10).map { [Float($0), 1] })
        #expect(response.map(\.index) == Array(0..<10))
        #expect(response.usage?.promptTokens == 10)
        #expect(response.model == "e-1")
        #expect(transport.requests.map { $0.json["input"]?.arrayValue?.count ?? 0 }.sorted() == [1, 3, 3, 3])
    }

    @Test("A request is limited by the bytes of its texts, except for a single longer text")
    func bytes() async throws {
        let transport = ScriptedTransport(answering: Self.answer)
        var batching = EmbeddingBatching()
        batching.maxBytes = 4
        batching.concurrency = 1
        let response = try await transport.client().embeddings
            .createAll(.init(model: "m", input: ["11", "22", "333333", "4"]), batching: batching)
        #expect(response.map { $0.vector[0] } == [11, 22, 333_333, 4])
        #expect(transport.requests.map { $0.json["input"]?.arrayValue?.count } == [2, 1, 1])
    }

    @Test("Lists of tokens are divided as well, and nothing is sent without inputs")
    func tokens() async throws {
        let transport = ScriptedTransport(answering: Self.answer)
        let client = try transport.client()
        #expect(try await client.embeddings.createAll(.init(model: "m", input: [])).isEmpty)
        #expect(transport.requests.isEmpty)
        var batching = EmbeddingBatching()
        (batching.maxInputs, batching.concurrency) = (1, 1)
        let input = EmbeddingInput.tokenLists([[5], [6, 7]])
        let response = try await client.embeddings.createAll(.init(model: "m", input: input), batching: batching)
        #expect(response.count == 2)
        #expect(transport.requests.map { $0.json["input"] } == [[[5]], [[6, 7]]])
    }

    @Test("A response with too few embeddings fails instead of assigning vectors to the wrong texts")
    func short() async throws {
        let transport = ScriptedTransport(.json(#"{"data":[{"index":0,"embedding":[1]}],"model":"e"}"#))
        let error = await #expect(throws: OpenAIError.self) {
            try await transport.client().embeddings.createAll(.init(model: "m", input: ["a", "b"]))
        }
        #expect(error?.code == .invalidResponse)
    }

    @Test("Batches are passed on as they arrive, with the indexes of their inputs, and an error ends the calls")
    func batches() async throws {
        struct Full: Error {}
        let transport = ScriptedTransport(answering: Self.answer)
        var batching = EmbeddingBatching()
        (batching.maxInputs, batching.concurrency) = (2, 1)
        let request = EmbeddingRequest(model: "m", input: .texts((0..<5).map { "\($0)" }))
        var ranges: [Range<Int>] = []
        let client = try transport.client()
        try await client.embeddings.createBatches(request, batching: batching) { range, response in
            ranges.append(range)
            #expect(response.map(\.index) == Array(range))
            #expect(response.map { $0.vector[0] } == range.map { Float($0) })
        }
        #expect(ranges == [0..<2, 2..<4, 4..<5])
        await #expect(throws: Full.self) {
            try await client.embeddings.createBatches(request, batching: batching) { _, _ in throw Full() }
        }
        #expect(transport.requests.count <= 5)
    }

    @Test("Each request has its own idempotency key")
    func keys() async throws {
        let transport = ScriptedTransport(answering: Self.answer)
        var batching = EmbeddingBatching()
        (batching.maxInputs, batching.concurrency) = (1, 1)
        _ = try await transport.client().embeddings.createAll(
            .init(model: "m", input: ["1", "2"]),
            batching: batching,
            options: RequestOptions(idempotencyKey: "k")
        )
        let keys = transport.requests.map { request in
            request.head.headerFields.first { $0.name.canonicalName == "idempotency-key" }?.value
        }
        #expect(keys == ["k-0", "k-1"])
    }

    @Test("Cosine similarity is exact for known angles and undefined for vectors without a direction")
    func cosine() throws {
        #expect(Embedding.cosineSimilarity([1, 0], [0, 3]) == 0)
        #expect(Embedding.cosineSimilarity([2, 0], [5, 0]) == 1)
        #expect(Embedding.cosineSimilarity([2, 0], [-5, 0]) == -1)
        let diagonal = try #require(
            Embedding(index: 0, vector: [1, 1]).cosineSimilarity(to: .init(index: 1, vector: [1, 0]))
        )
        #expect(abs(diagonal - 0.707_106_8) < 1e-6)
        #expect(Embedding.cosineSimilarity([1e30, 1e30], [1e-30, 1e-30]).map { abs($0 - 1) < 1e-6 } == true)
        #expect(Embedding.cosineSimilarity([1], [1, 2]) == nil)
        #expect(Embedding.cosineSimilarity([0, 0], [1, 2]) == nil)
        #expect(Embedding.cosineSimilarity([.nan, 0], [1, 2]) == nil)
        #expect(Embedding.cosineSimilarity([], []) == nil)
    }

    @Test("The nearest vectors equal those of a full sort", arguments: [1, 7, 32, 100])
    func nearest(dimensions: Int) throws {
        var random = SystemRandomNumberGenerator()
        let vectors = (0..<200).map { _ in (0..<dimensions).map { _ in Float.random(in: -1...1, using: &random) } }
        var index = EmbeddingIndex<Int>()
        index.reserveCapacity(200)
        for (id, vector) in vectors.enumerated() { try index.append(vector, for: id) }
        let query = vectors[17]
        let matches = try index.nearest(to: query, count: 10)
        let scores = vectors.map { Embedding.cosineSimilarity(query, $0) ?? 0 }
        #expect(matches.count == 10)
        #expect(index.dimensions == dimensions && index.count == 200)
        for (match, score) in zip(matches, scores.sorted(by: >)) { #expect(abs(match.score - score) < 1e-5) }
        for match in matches { #expect(abs(match.score - scores[match.id]) < 1e-5) }
    }

    @Test("Excluding vectors by their approximations never changes the result", arguments: [1, 16, 33, 100])
    func exclusion(dimensions: Int) throws {
        var random = SeededRandom(seed: UInt64(dimensions))
        func vector(_ scale: Float = 1) -> [Float] {
            (0..<dimensions).map { _ in Float.random(in: -scale...scale, using: &random) }
        }
        let center = vector()
        // Equal, nearly equal and unrelated vectors.
        let vectors = (0..<400).map { number -> [Float] in
            switch number % 4 {
            case 0: center
            case 1: zip(center, vector(0.001)).map { $0 + $1 }
            default: vector()
            }
        }
        var index = EmbeddingIndex<Int>()
        for (id, vector) in vectors.enumerated() { try index.append(vector, for: id) }
        for query in [center, vectors[1], vectors[2], vector()] {
            let scores = vectors.map { Embedding.cosineSimilarity(query, $0) ?? 0 }
            let sorted = scores.sorted(by: >)
            for count in [1, 5, 25] {
                let matches = try index.nearest(to: query, count: count)
                #expect(matches.map { scores[$0.id] } == Array(sorted.prefix(count)))
            }
        }
    }

    @Test("Equal scores keep the order in which they were added, and a search may ask for more than there is")
    func ties() throws {
        var index = EmbeddingIndex<String>()
        for id in ["a", "b", "c"] { try index.append([1, 2], for: id) }
        try index.append([-1, 0], for: "d")
        #expect(try index.nearest(to: [1, 2], count: 2).map(\.id) == ["a", "b"])
        #expect(try index.nearest(to: [1, 2], count: 9).map(\.id) == ["a", "b", "c", "d"])
        #expect(try index.nearest(to: [1, 2], count: 0).isEmpty)
        #expect(try EmbeddingIndex<Int>().nearest(to: [1], count: 3).isEmpty)
    }

    @Test("A vector of another length or without a direction is refused and leaves the index unchanged")
    func refused() throws {
        var index = EmbeddingIndex<Int>(dimensions: 2)
        for vector: [Float] in [[1], [0, 0], [.infinity, 1], []] {
            let error = #expect(throws: OpenAIError.self) { try index.append(vector, for: 1) }
            #expect(error?.code == .invalidRequest)
        }
        #expect(index.isEmpty)
        #expect(throws: OpenAIError.self) { try index.nearest(to: [1], count: 1) }
    }

    /// An answer whose vectors contain their text as a number.
    private static func answer(_ request: TransportRequest) throws -> String {
        let inputs = request.json["input"]?.arrayValue ?? []
        let data = inputs.enumerated().reversed().map { index, text in
            #"{"index":\#(index),"embedding":[\#(text.stringValue ?? "0"),1]}"#
        }
        return #"{"data":[\#(data.joined(separator: ","))],"model":"e-1","#
            + #""usage":{"prompt_tokens":\#(inputs.count),"total_tokens":\#(inputs.count)}}"#
    }
}
