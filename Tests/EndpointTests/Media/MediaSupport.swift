import Foundation
import HTTPTypes
import Synchronization
import Waiter
import WaiterTestSupport

/// A PNG image of one pixel, in base64.
let tinyPNG =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

/// The bytes of the image.
var tinyPNGBytes: [UInt8] { Array(Data(base64Encoded: tinyPNG) ?? Data()) }

/// The start of an MP3 file.
let tinyMP3: [UInt8] = Array("ID3".utf8) + [UInt8](repeating: 7, count: 61)

extension TransportRequest {
    /// The parts of a form, by name, in order; the parts of files have their names and media types.
    func formParts() async throws -> [(name: String, file: String?, type: String?, content: [UInt8])] {
        var body = self.body
        if var reader = stream?.makeReader() {
            while let chunk = try await reader.next() { body += chunk }
        }
        let type = head.headerFields[.contentType] ?? ""
        let boundary = "--" + (type.components(separatedBy: "boundary=").last ?? "?")
        return body.split(by: Array(boundary.utf8)).dropFirst().dropLast().map { part in
            let halves = Array(part).split(by: Array("\r\n\r\n".utf8))
            let head = String(decoding: halves[0], as: UTF8.self)
            let content = halves.dropFirst().joined(separator: Array("\r\n\r\n".utf8)).dropLast(2)
            func value(_ prefix: String, to end: String) -> String? {
                head.components(separatedBy: prefix).dropFirst().first?.components(separatedBy: end).first
            }
            return (
                value(" name=\"", to: "\"") ?? "", value("filename=\"", to: "\""),
                value("Content-Type: ", to: "\r\n"), Array(content)
            )
        }
    }

    /// The text fields of a form as `name=value`, in order, followed by the names of its files.
    func formLines() async throws -> [String] {
        try await formParts().map { part in
            part.file.map { "\(part.name)=@\($0)" } ?? "\(part.name)=\(String(decoding: part.content, as: UTF8.self))"
        }
    }
}

extension [UInt8] {
    /// The parts between the occurrences of a separator.
    fileprivate func split(by separator: [UInt8]) -> [[UInt8]] {
        var (parts, start, index) = ([[UInt8]](), 0, 0)
        while index + separator.count <= count {
            guard self[index..<(index + separator.count)].elementsEqual(separator) else {
                index += 1
                continue
            }
            parts.append(Array(self[start..<index]))
            index += separator.count
            start = index
        }
        return parts + [Array(self[start...])]
    }
}

/// A meter that keeps the outcomes of all attempts.
final class OutcomeMeter: CallMeter {
    private struct Record: AttemptRecord {
        let meter: OutcomeMeter
        func end(_ outcome: AttemptOutcome) { meter.outcomesStore.withLock { $0.append(outcome) } }
    }

    private let attemptsStore = Mutex<[MeteredAttempt]>([])
    private let outcomesStore = Mutex<[AttemptOutcome]>([])
    var attempts: [MeteredAttempt] { attemptsStore.withLock { $0 } }
    var outcomes: [AttemptOutcome] { outcomesStore.withLock { $0 } }

    func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? {
        attemptsStore.withLock { $0.append(attempt) }
        return Record(meter: self)
    }
}

/// A temporary directory of a test, removed with this object.
final class ScratchFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "waiter-media-\(UUID())").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The names of all files, including hidden ones.
    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted() }

    func callAsFunction(_ name: String) -> String { path + "/" + name }

    @discardableResult
    func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Data(bytes).write(to: URL(fileURLWithPath: self(name)))
        return self(name)
    }

    func read(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: self(name)))) }
}

/// Creates a client of a server over the real transport, without retries.
func client(of server: FaultServer, meter: (any CallMeter)? = nil) throws -> OpenAI {
    var configuration = try OpenAI.Configuration(
        apiKey: APIKey("sk-test-0123456789abcdef"),
        baseURL: BaseURL(server.address + "/v1")
    )
    configuration.retry.maxRetries = 0
    return try OpenAI(configuration: configuration, meter: meter)
}

/// Returns the elements of a stream until its end or its error.
func drain<Element>(_ stream: EventStream<Element>) async -> (elements: [Element], error: (any Error)?) {
    var elements: [Element] = []
    do {
        for try await element in stream { elements.append(element) }
        return (elements, nil)
    } catch {
        return (elements, error)
    }
}
