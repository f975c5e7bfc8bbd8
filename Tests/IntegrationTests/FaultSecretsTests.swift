import Foundation
import Logging
import Synchronization
import Testing
import WaiterTestSupport

@Suite("Secrets under every fault", .timeLimit(.minutes(5)))
struct FaultSecretsTests {
    /// Collects all log output.
    private struct Recorder: LogHandler {
        let lines: Lines
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        final class Lines: Sendable {
            private let list = Mutex<[String]>([])
            var all: [String] { list.withLock { $0 } }
            func add(_ line: String) { list.withLock { $0.append(line) } }
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.add("\(event.level) \(event.message) \(event.metadata ?? [:])")
        }
    }

    /// The middle of the key, plain and in base64 at any byte offset.
    static let forms: [String] = {
        let middle = String(FaultWire.key.dropFirst(10).dropLast(5))
        return [middle]
            + (0..<3).map { before in
                let bytes = Data([UInt8](repeating: 0x78, count: before) + Array(middle.utf8))
                return String(bytes.base64EncodedString().dropFirst(4).dropLast(4))
            }
    }()

    @Test("Errors in all representations, notices, clients and logs do not show the key that every server echoes")
    func everything() async throws {
        var masked = 0
        for fault in FaultTable.rows {
            let lines = Recorder.Lines()
            let logger = Logger(label: "faults") { _ in Recorder(lines: lines) }
            let report = try await FaultStage.play(fault, logger: logger, most: 10)
            #expect(report.complaints == [], "\(fault.name)")
            let written = report.written + lines.all
            for form in Self.forms {
                let leak = written.first { $0.contains(form) }
                #expect(leak == nil, "\(fault.name)")
            }
            masked += written.count { $0.contains("sk-...beef") }
        }
        // Otherwise the servers would have echoed nothing.
        #expect(masked > 500)
    }
}
