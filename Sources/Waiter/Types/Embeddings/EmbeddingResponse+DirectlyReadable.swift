// This reader is faster than `Codable`, which first builds a JSON value for each number. See `Benchmarks/embeddings`.
extension EmbeddingResponse: DirectlyReadable {
    package static func read(_ bytes: [UInt8]) -> EmbeddingResponse? {
        bytes.withUnsafeBufferPointer { buffer in
            var reader = JSONReader(buffer, budget: JSONBudget.of(byteCount: buffer.count))
            return try? EmbeddingResponse(&reader)
        }
    }

    private init(_ reader: inout JSONReader) throws {
        var (data, model, object): ([Embedding]?, String, String) = (nil, "", "list")
        var usage: CompletionUsage?
        var first = true
        try reader.beginObject()
        while let key = try reader.nextKey(first: &first) {
            switch key {
            case "object": object = try reader.readOptionalString() ?? object
            case "data": data = try Self.embeddings(&reader)
            case "model": model = try reader.readOptionalString() ?? ""
            case "usage": usage = try reader.decode(CompletionUsage?.self)
            case "error": _ = try reader.expectNull() as Int?
            default: try reader.skipValue()
            }
        }
        guard let data, reader.isAtEnd() else { throw UncommonDocument() }
        self.init(data: data, model: model, usage: usage, object: object)
    }

    private static func embeddings(_ reader: inout JSONReader) throws -> [Embedding] {
        var embeddings: [Embedding] = []
        var first = true
        try reader.beginArray()
        while try reader.nextElement(first: &first) {
            try reader.charge(4 * MemoryLayout<Embedding>.stride)
            // All vectors in a response have the same number of components.
            let capacity = embeddings.last?.vector.count ?? 0
            embeddings.append(try embedding(&reader, position: embeddings.count, capacity: capacity))
        }
        return embeddings
    }

    private static func embedding(
        _ reader: inout JSONReader,
        position: Int,
        capacity: Int
    ) throws -> Embedding {
        var (index, object): (Int, String) = (position, "embedding")
        var vector: [Float]?
        var first = true
        try reader.beginObject()
        while let key = try reader.nextKey(first: &first) {
            switch key {
            case "index": index = try reader.readOptionalInteger() ?? position
            case "object": object = try reader.readOptionalString() ?? object
            case "embedding": vector = try self.vector(&reader, capacity: capacity)
            default: try reader.skipValue()
            }
        }
        guard let vector else { throw UncommonDocument() }
        return Embedding(index: index, vector: vector, object: object)
    }

    private static func vector(_ reader: inout JSONReader, capacity: Int) throws -> [Float] {
        guard reader.peek() == UInt8(ascii: "\"") else { return try reader.readFloats(capacity: capacity) }
        let (text, isEscaped) = try reader.readStringBytes()
        guard isEscaped else { return try Base64Floats.decode(text) }
        // Some JSON encoders escape slashes.
        var unescaped = JSONStringDecoder.text(text, isEscaped: true)
        return try unescaped.withUTF8 { try Base64Floats.decode($0) }
    }
}
