import Foundation
import Waiter

/// Measures the cost of the parsers on the worst known inputs, each in a separate process.
///
///     ParserProbe MEGABYTES            # all, as a table; fails if one exceeds its limit
///     ParserProbe MEGABYTES PART       # those whose name contains PART
///     ParserProbe run MEGABYTES NAME   # one of them, in this process
@main
enum ParserProbe {
    static func main() async throws {
        let words = CommandLine.arguments.dropFirst()
        switch (words.count, words.first) {
        case (3, "run"?):
            guard let megabytes = Int(words[2]), let input = HostileInput.all.first(where: { $0.name == words[3] })
            else { exit(2) }
            print(try await Measurement(of: input, size: megabytes << 20).line)
        case (1...2, let size?):
            guard let megabytes = Int(size) else { exit(2) }
            let part = words.count > 1 ? words[2] : ""
            exit(try runAll(megabytes, HostileInput.all.map(\.name).filter { part.isEmpty || $0.contains(part) }))
        default:
            exit(2)
        }
    }

    private static func runAll(_ megabytes: Int, _ names: [String]) throws -> Int32 {
        var failures: Int32 = 0
        FileHandle.standardOutput.write(
            Data("| input | outcome | seconds | memory / bytes |\n|---|---|---|---|\n".utf8)
        )
        for name in names {
            let process = Process()
            let pipe = Pipe()
            process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
            process.arguments = ["run", "\(megabytes)", name]
            process.standardOutput = pipe
            try process.run()
            let output = pipe.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            let line = String(decoding: output, as: UTF8.self)
            if line.contains("TOO MUCH") || process.terminationStatus != 0 { failures += 1 }
            FileHandle.standardOutput.write(Data((line.isEmpty ? "| \(name) | FAILED | | |\n" : line).utf8))
        }
        return failures == 0 ? 0 : 1
    }
}

/// The time and memory for one input.
struct Measurement {
    let line: String

    /// The memory of a process apart from the input: threads, a connection's buffers, the allocator's overhead.
    private static let slack = 12 << 20

    init(of input: HostileInput, size: Int) async throws {
        // The setup of the first call is not a cost of the input.
        _ = await input.parse(input.bytes(1024))
        let bytes = input.bytes(size)
        let before = Self.memory("VmRSS")
        try? "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
        let clock = ContinuousClock()
        let start = clock.now
        let outcome = await input.parse(bytes)
        let seconds = (clock.now - start) / .seconds(1)
        let peak = Self.memory("VmHWM") - before
        let allowed = max(3 * bytes.count, bytes.count + JSONBudget.minimum) + Self.slack
        let verdict = peak > allowed ? " TOO MUCH" : ""
        let ratio = Double(peak) / Double(bytes.count)
        line = "| \(input.name) | \(outcome) | \(Self.text(seconds)) | \(Self.text(ratio))\(verdict) |"
    }

    private static func text(_ number: Double) -> String { String(format: "%.2f", number) }

    private static func memory(_ field: String) -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix(field) }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) << 10
    }
}
