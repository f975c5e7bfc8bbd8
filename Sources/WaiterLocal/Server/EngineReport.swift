#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Searches the output of an engine for the port that the engine has bound. The output is a pipe to which no other
/// process can write.
struct EngineReport: Sendable {
    /// The bundled script's report. It contains the address, and the token that the script received as input. llama.cpp
    /// writes text from the model file to its log. The token prevents such text from being mistaken for a report.
    private struct Ready: Decodable {
        var listening: String
        var word: String
    }

    /// The maximum length of a line in bytes. Longer lines are ignored.
    private static let longestLine = 4096

    let engine: LocalEngine.Kind
    /// The token that the report must contain.
    let word: String
    private var line: [UInt8] = []

    init(engine: LocalEngine.Kind, word: String) {
        self.engine = engine
        self.word = word
    }

    /// Appends the next bytes of output. Returns the port if a complete line reports it, or `nil` otherwise.
    mutating func append(_ bytes: [UInt8]) -> Int? {
        for byte in bytes {
            guard byte == 0x0A else {
                if line.count <= Self.longestLine { line.append(byte) }
                continue
            }
            defer { line.removeAll(keepingCapacity: true) }
            if line.count <= Self.longestLine, let port = port(in: String(decoding: line, as: UTF8.self)) {
                return port
            }
        }
        return nil
    }

    func port(in line: String) -> Int? {
        switch engine {
        case .xllamacpp:
            guard line.hasPrefix("{"), let ready = try? JSONDecoder().decode(Ready.self, from: Data(line.utf8)),
                ready.word == word
            else { return nil }
            return Self.port(after: "http://127.0.0.1:", in: ready.listening[...])
        case .llamaServer:
            // The format of the line depends on the version of llama.cpp:
            //
            //     srv  llama_server: listening on http://127.0.0.1:8080
            //     main: server is listening on http://127.0.0.1:8080 - starting the main loop
            //     HTTP server is listening, hostname: 127.0.0.1, port: 8080, ...
            //
            // The last format was used before 2025.
            guard let listening = line.firstRange(of: "listening") else { return nil }
            let rest = line[listening.upperBound...]
            return Self.port(after: "http://127.0.0.1:", in: rest)
                ?? Self.port(after: "hostname: 127.0.0.1, port: ", in: rest)
        }
    }

    private static func port(after mark: String, in text: Substring) -> Int? {
        guard let range = text.firstRange(of: mark) else { return nil }
        let digits = text[range.upperBound...].prefix { $0.isASCII && $0.isNumber }
        return Int(digits).flatMap { (1...65_535).contains($0) ? $0 : nil }
    }
}
