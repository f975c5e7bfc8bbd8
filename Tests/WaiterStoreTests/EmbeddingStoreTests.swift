import Foundation
import Testing
import Waiter
import WaiterTestSupport

@testable import WaiterStore

@Suite("Embeddings in a store")
struct EmbeddingStoreTests {
    /// The plain, slow version of a collection.
    private struct Twin {
        var texts: [(entry: EmbeddingStore.Entry, vector: [Float])] = []

        mutating func add(_ entry: EmbeddingStore.Entry, _ vector: [Float]) {
            if texts.contains(where: {
                $0.entry.text == entry.text && (entry.label == nil || $0.entry.label == entry.label)
            }) {
                return
            }
            if let label = entry.label { texts.removeAll { $0.entry.label == label } }
            texts.append((entry, vector))
        }

        func nearest(to query: [Float], _ count: Int) -> [(text: String, score: Float)] {
            texts.map { (text: $0.entry.text, score: Embedding.cosineSimilarity(query, $0.vector) ?? 0) }
                .enumerated().sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }
                .prefix(count).map(\.element)
        }
    }

    private static func vector(_ dimensions: Int, _ random: inout SeededRandom) -> [Float] {
        (0..<dimensions).map { _ in Float.random(in: -1...1, using: &random) }
    }

    private func store(_ folder: StoreFolder) throws -> EmbeddingStore { try EmbeddingStore(path: folder.path) }

    @Test(
        "Additions, replacements and searches give the same results as a slow twin",
        arguments: [1, 2, 3] as [UInt64]
    )
    func twin(seed: UInt64) async throws {
        let folder = try StoreFolder()
        var store = try store(folder)
        var random = SeededRandom(seed: seed)
        var twins = ["a": Twin(), "b": Twin()]
        for step in 0..<40 {
            let name = Bool.random(using: &random) ? "a" : "b"
            let dimensions = name == "a" ? 7 : 40
            var (entries, vectors) = ([EmbeddingStore.Entry](), [[Float]]())
            for _ in 0..<Int.random(in: 1...200, using: &random) {
                let text = "text \(Int.random(in: 0..<4000, using: &random))"
                // Labels repeat often enough to replace texts in blocks, and to dissolve some.
                let label = Int.random(in: 0..<3000, using: &random)
                entries.append(.init(text, label: label < 2000 ? "label \(label)" : nil))
                vectors.append(Self.vector(dimensions, &random))
            }
            for (entry, vector) in zip(entries, vectors) { twins[name]?.add(entry, vector) }
            try await store.add(entries, vectors, to: name, model: "m")
            if step % 10 == 9 { store = try self.store(folder) }
            let query = Self.vector(dimensions, &random)
            let expected = twins[name]?.nearest(to: query, 10) ?? []
            let found = try await store.nearest(to: query, in: name, count: 10)
            #expect(found.map(\.text) == expected.map(\.text), "seed \(seed), step \(step)")
            for (left, right) in zip(found, expected) { #expect(abs(left.score - right.score) < 1e-5) }
        }
        for (name, twin) in twins {
            #expect(try await store.collection(name)?.count == twin.texts.count)
        }
        let blocks = try folder.connection().first("SELECT count(*) FROM embedding_block") { $0.integer(0) }
        #expect(blocks ?? 0 > 0)
        #expect(try folder.problems().isEmpty)
    }

    @Test("Vectors in full blocks are found by 8-bit codes and scored exactly")
    func blocks() async throws {
        let store = try await EmbeddingStore(path: Ledger.inMemory)
        var random = SeededRandom(seed: 5)
        let vectors = (0..<3500).map { _ in Self.vector(64, &random) }
        try await store.add(vectors.indices.map { .init("\($0)") }, vectors, to: "all", model: "m")
        var index = EmbeddingIndex<String>()
        for (number, vector) in vectors.enumerated() { try index.append(vector, for: "\(number)") }
        for _ in 0..<20 {
            let query = Self.vector(64, &random)
            let found = try await store.nearest(to: query, in: "all", count: 10)
            let expected = try index.nearest(to: query, count: 10)
            #expect(found.map(\.text) == expected.map(\.id))
            #expect(found.map(\.score) == expected.map(\.score))
        }
        // Each stored vector is its own nearest.
        for number in [0, 999, 1000, 3499] {
            #expect(try await store.nearest(to: vectors[number], in: "all", count: 1).first?.text == "\(number)")
        }
    }

    @Test("A collection keeps its model and dimensions, and a vector needs a direction")
    func mismatch() async throws {
        let store = try await EmbeddingStore(path: Ledger.inMemory)
        try await store.add([.init("a")], [[1, 0]], to: "notes", model: "m")
        func expectMismatch(_ body: () async throws -> Void) async {
            let error = await #expect(throws: StoreError.self) { try await body() }
            #expect(error?.code == .vectorMismatch)
        }
        await expectMismatch { try await store.add([.init("b")], [[1, 0]], to: "notes", model: "other") }
        await expectMismatch { try await store.add([.init("b")], [[1, 0, 0]], to: "notes", model: "m") }
        await expectMismatch {
            try await store.add([.init("b")], [[1, 0]], to: "notes", model: "m", requestedDimensions: 3)
        }
        await expectMismatch { try await store.add([.init("b")], [[0, 0]], to: "notes", model: "m") }
        await expectMismatch { _ = try await store.nearest(to: [1], in: "notes") }
        await expectMismatch { _ = try await store.nearest(to: [0, 0], in: "notes") }
        #expect(try await store.collections().map(\.count) == [1])
        let error = await #expect(throws: StoreError.self) { try await store.nearest(to: [1, 0], in: "note") }
        #expect(error?.code == .unknownCollection && error?.candidates == ["notes"])
    }

    @Test("A removed collection leaves neither texts nor vectors in the file, and its name is free")
    func removal() async throws {
        let folder = try StoreFolder()
        let store = try store(folder)
        var random = SeededRandom(seed: 1)
        let entries = (0..<1200).map { EmbeddingStore.Entry("unmistakable \($0)", label: "\($0)") }
        let vectors = entries.map { _ in Self.vector(16, &random) }
        try await store.add(entries, vectors, to: "notes", model: "m")
        try await store.add([.init("kept")], [[1]], to: "other", model: "m")
        #expect(try await store.remove("notes"))
        #expect(try await !store.remove("notes"))
        #expect(try await store.collections().map(\.name) == ["other"])
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.path))
        #expect(bytes.range(of: Data("unmistakable".utf8)) == nil)
        for table in ["embedding", "embedding_content", "embedding_block", "embedding_codes"] {
            let count = try folder.connection().first("SELECT count(*) FROM \(table)") { $0.integer(0) }
            #expect(count == (table == "embedding" || table == "embedding_content" ? 1 : 0))
        }
        try await store.add([.init("new")], [[1, 2, 3]], to: "notes", model: "other")
        #expect(try await store.collection("notes")?.dimensions == 3)
        #expect(try folder.problems().isEmpty)
    }

    @Test(
        "Removed texts are no longer found, also from full blocks, and neither they nor their vectors remain in the file"
    )
    func removalOfTexts() async throws {
        let folder = try StoreFolder()
        let store = try store(folder)
        var random = SeededRandom(seed: 9)
        let vectors = (0..<2200).map { _ in Self.vector(8, &random) }
        let entries = vectors.indices.map { number in
            EmbeddingStore.Entry("word \(number).", label: number % 2 == 0 ? "label \(number)" : nil)
        }
        try await store.add(entries, vectors, to: "notes", model: "m")
        let count = try await store.remove(texts: ["word 1.", "unknown"], labels: ["label 1500"], from: "notes")
        #expect(count == 2)
        #expect(try await store.collection("notes")?.count == 2198)
        for number in [1, 1500] {
            let found = try await store.nearest(to: vectors[number], in: "notes", count: 20)
            #expect(found.count == 20 && !found.map(\.text).contains("word \(number)."))
        }
        #expect(try await store.nearest(to: vectors[3], in: "notes", count: 1).map(\.text) == ["word 3."])
        // The blocks of the removed texts were replaced.
        let blocks = try folder.connection().first("SELECT count(*) FROM embedding_block") { $0.integer(0) }
        #expect(blocks == 2)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.path))
        #expect(bytes.range(of: Data("word 1500.".utf8)) == nil && bytes.range(of: Data("word 1501.".utf8)) != nil)
        #expect(try folder.problems().isEmpty)
        let error = await #expect(throws: StoreError.self) { try await store.remove(texts: ["a"], from: "other") }
        #expect(error?.code == .unknownCollection)
    }

    @Test("Damaged vectors are an error, not a crash or a wrong result")
    func damage() async throws {
        let folder = try StoreFolder()
        let store = try store(folder)
        var random = SeededRandom(seed: 1)
        let entries = (0..<1001).map { EmbeddingStore.Entry("\($0)") }
        let vectors = entries.map { _ in Self.vector(4, &random) }
        try await store.add(entries, vectors, to: "notes", model: "m")
        for change in [
            "UPDATE embedding_codes SET codes = substr(codes, 2)", "UPDATE embedding_block SET members = x'0102'",
            "UPDATE embedding_content SET vector = x'00' WHERE id = 1001",
        ] {
            let connection = try folder.connection()
            try connection.run("BEGIN")
            try connection.run(change)
            let error = #expect(throws: (any Error).self) {
                try EmbeddingSearch(connection: connection, collection: 1, query: [1, 0, 0, 0], count: 3).matches()
            }
            #expect((error as? StoreError)?.code == .damaged)
            try connection.run("ROLLBACK")
        }
    }
}
