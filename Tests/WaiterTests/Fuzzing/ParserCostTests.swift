#if os(Linux)
    import Foundation
    import Testing

    /// `make bounds` does the same with 64 MB of each input.
    @Suite("The cost of hostile inputs", .timeLimit(.minutes(10)))
    struct ParserCostTests {
        private static let probe: String? = {
            var folder = URL(fileURLWithPath: CommandLine.arguments.first ?? "").deletingLastPathComponent()
            for _ in 0..<4 {
                let candidate = folder.appendingPathComponent("ParserProbe").path
                if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
                folder.deleteLastPathComponent()
            }
            return nil
        }()

        @Test(
            "A body takes at most three times its size, or 32 MiB",
            arguments: [
                "untyped 0", "untyped []", "untyped members", "annotations 0", "annotations {}", "content, thought",
                "choices", "likelihoods {}", "stream, annotations", "stream, choices without end", "vector, numbers 0",
                "vectors", "validation, unique numbers", "validation, alternatives of violations", "typed, numbers",
                "typed stream, values", "tool arguments, values", "MCP message, values", "MCP events, notifications",
                "MCP lines, line without end",
            ]
        )
        func memory(input: String) async throws {
            let process = Process()
            let pipe = Pipe()
            process.executableURL = URL(fileURLWithPath: try #require(Self.probe, "ParserProbe is not built"))
            process.arguments = ["run", "4", input]
            process.standardOutput = pipe
            let (ends, end) = AsyncStream.makeStream(of: Void.self)
            process.terminationHandler = { _ in end.finish() }
            try process.run()
            for await _ in ends {}
            let line = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            #expect(process.terminationStatus == 0)
            #expect(line.contains("| \(input) |") && !line.contains("TOO MUCH"), "\(line)")
        }
    }
#endif
