#if canImport(Waiter)
    internal import Waiter
#endif

/// Invariants for arbitrary bytes parsed as JSON.
enum JSONFuzzing {
    static func complaint(about bytes: [UInt8]) -> String? {
        readEverything(in: bytes)
        if let complaint = PartialJSONFuzzing.complaint(about: bytes) { return complaint }
        guard let value = try? JSONValue(parsing: bytes) else {
            return isSkipped(bytes) ? "skipValue accepts an invalid document" : nil
        }
        if !isSkipped(bytes) { return "skipValue rejects a valid document" }
        let written = value.jsonBytes
        guard let again = try? JSONValue(parsing: written) else { return "the serialized JSON cannot be parsed" }
        if again.jsonBytes != written { return "the serialized JSON is parsed as a different value" }
        if (try? JSONValue(jsonText: value.prettyJSONText))?.jsonBytes != written {
            return "the formatted JSON is parsed as a different value"
        }
        // The serialized value is used because it has no duplicate keys. The decoders can resolve duplicate keys
        // differently.
        return completionComplaint(about: written) ?? chunkComplaint(about: written)
    }

    private static func isSkipped(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { buffer in
            var reader = JSONReader(buffer)
            return (try? reader.skipValue()) != nil && reader.isAtEnd()
        }
    }

    /// Checks that no decoder traps on the bytes.
    private static func readEverything(in bytes: [UInt8]) {
        var parser = ChatChunkParser()
        for _ in 0..<2 { _ = try? bytes.withUnsafeBufferPointer { try parser.parse($0) } }
        _ = ChatCompletion.read(bytes)
    }

    /// Checks that the direct decoder returns the same value as the type's `Decodable` implementation.
    private static func completionComplaint(about bytes: [UInt8]) -> String? {
        let decoded = try? JSONBodyDecoder.decode(ChatCompletion.self, from: bytes)
        guard let read = ChatCompletion.read(bytes) else { return nil }
        return read == decoded ? nil : "the direct decoder and Decodable return different completions"
    }

    private static func chunkComplaint(about bytes: [UInt8]) -> String? {
        let decoded = try? JSONBodyDecoder.decode(ChatCompletionChunk.self, from: bytes)
        var parser = ChatChunkParser()
        switch Result(catching: { try bytes.withUnsafeBufferPointer { try parser.parse($0) } }) {
        case .success(.element(let chunk)):
            return decoded == nil || decoded == chunk ? nil : "the chunk parser and Decodable return different chunks"
        case .success: return nil
        case .failure: return decoded == nil ? nil : "the chunk parser rejects a chunk that Decodable accepts"
        }
    }
}
