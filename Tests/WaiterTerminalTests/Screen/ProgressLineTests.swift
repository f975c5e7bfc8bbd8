import Foundation
import Synchronization
import Testing
import WaiterPlatform
import WaiterTerminal

@Suite("Progress")
struct ProgressLineTests {
    /// The output on standard error, a terminal or a pipe.
    private func written(
        onTerminal: Bool,
        isQuiet: Bool = false,
        now: @escaping @Sendable () -> Duration = { .zero },
        _ body: (ProgressLine) -> Void
    ) throws -> String {
        var (reader, writer): (Int32, Int32) = (-1, -1)
        if onTerminal {
            try #require(openpty(&reader, &writer, nil, nil, nil) == 0)
        } else {
            var ends: [Int32] = [-1, -1]
            try #require(pipe(&ends) == 0)
            (reader, writer) = (ends[0], ends[1])
        }
        defer {
            close(reader)
            close(writer)
        }
        let line = ProgressLine(Console(error: StandardStream(descriptor: writer), isQuiet: isQuiet), now: now)
        body(line)
        line.end()
        _ = fcntl(reader, F_SETFL, O_NONBLOCK)
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = read(reader, &buffer, buffer.count), count > 0 { bytes += buffer.prefix(count) }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("On a terminal, one line shows the phase and progress, and is erased at the end")
    func terminal() throws {
        let text = try written(onTerminal: true) { line in
            line.show("downloading", completed: 0, total: 4_000_000)
            line.show("downloading", completed: 1_000_000, total: 4_000_000)
        }
        #expect(!text.contains("\n"))
        #expect(text.contains("downloading: 1 MB of 4 MB (25%)"))
        #expect(text.hasSuffix("\r\u{1B}[2K"))
    }

    @Test("After a second, it shows the remaining time, estimated from the first bytes on")
    func remaining() throws {
        let time = Mutex(Duration.zero)
        func show(_ line: ProgressLine) {
            line.show("downloading", completed: 1_000_000, total: 4_000_000)
            time.withLock { $0 = .seconds(1) }
            line.show("downloading", completed: 1_500_000, total: 4_000_000)
            time.withLock { $0 = .seconds(5) }
            line.show("downloading", completed: 2_000_000, total: 4_000_000)
        }
        let text = try written(onTerminal: true, now: { time.withLock { $0 } }, show)
        #expect(text.contains("2 MB of 4 MB (50%), \(Duration.seconds(11).shortText) left"))
        #expect(text.components(separatedBy: " left").count == 2)
    }

    @Test("Without a terminal, a line is written for every ten percent, and none with -q")
    func pipeLines() throws {
        func show(_ line: ProgressLine) {
            for step in 0...1000 { line.show("downloading", completed: Int64(step) * 1000, total: 1_000_000) }
        }
        let lines = try written(onTerminal: false, show).split(separator: "\n")
        #expect(lines.count == 11)
        #expect(lines.last == "downloading: 1 MB of 1 MB (100%)")
        #expect(try written(onTerminal: false, isQuiet: true, show) == "")
    }
}
