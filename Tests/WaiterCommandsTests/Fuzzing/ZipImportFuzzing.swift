#if canImport(WaiterCommands)
    import Waiter
    @testable import WaiterCommands
#endif

/// Invariants for any imported file: a zip file, deflated bytes, JSON in chunks.
///
/// `Fuzz/run` compiles this file together with the sources that it uses, without the modules around them.
enum ZipImportFuzzing {
    static func complaint(about bytes: [UInt8]) -> String? {
        unzip(bytes)
        inflate(bytes)
        guard let longest = bytes.first else { return nil }
        return splitComplaint(about: Array(bytes.dropFirst()), longest: Int(longest % 32) + 1)
    }

    private static func unzip(_ bytes: [UInt8]) {
        guard let archive = try? ZipArchive(bytes) else { return }
        // Any of them may claim to be large.
        for entry in archive.entries.prefix(4) where entry.size <= 1 << 24 {
            let splitter = JSONSplitter(limit: 1 << 16)
            try? archive.read(entry) { try splitter.append($0) { _, _ in } }
        }
    }

    private static func inflate(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { packed in
            try? Inflater.unpack(packed, count: 1 << 24) { _ in }
        }
    }

    // MARK: JSON

    /// JSON that parses as a whole must have the same values in any chunks.
    private static func splitComplaint(about bytes: [UInt8], longest: Int) -> String? {
        let split = values(of: bytes, longest: longest)
        guard let whole = wholeValues(of: bytes) else { return nil }
        return split == whole ? nil : "JSON in pieces is other JSON"
    }

    private static func values(of bytes: [UInt8], longest: Int) -> [JSONValue]? {
        let splitter = JSONSplitter(limit: 1 << 20)
        var values: [JSONValue] = []
        func take(_ part: JSONSplitter.Part, _ line: Int) throws {
            guard case .value(let bytes) = part else { return }
            values.append(try JSONValue(parsingForeign: bytes))
        }
        do {
            for start in stride(from: 0, to: bytes.count, by: longest) {
                let piece = bytes[start..<min(start + longest, bytes.count)]
                try piece.withUnsafeBytes { try splitter.append($0, take) }
            }
            try splitter.finish(take)
            return values
        } catch {
            return nil
        }
    }

    /// Returns the top-level values, and the elements of top-level arrays; nil for invalid JSON.
    private static func wholeValues(of bytes: [UInt8]) -> [JSONValue]? {
        bytes.withUnsafeBufferPointer { buffer in
            var reader = JSONReader(buffer)
            var values: [JSONValue] = []
            while !reader.isAtEnd() {
                let start = reader.offset
                guard let value = try? reader.readValue() else { return nil }
                // Adjacent numbers and words have no delimiter.
                let isScalar = buffer[start] != UInt8(ascii: "{") && buffer[start] != UInt8(ascii: "[")
                if isScalar, reader.offset < buffer.count, buffer[reader.offset] > 0x20 { return nil }
                values += value.arrayValue ?? [value]
            }
            return values
        }
    }
}
