import Foundation
import HTTPTypes
import Synchronization
import Testing
import Waiter
import WaiterTestSupport

@Suite("Uploads in parts")
struct UploadTests {
    @Test("A file is sent in parts, completed in order with its checksum, and each part is a checkpoint")
    func parts() async throws {
        let file = try ScratchFile("0123456789ABCDEF.....")
        let server = PartServer()
        let checkpoints = Recorded<UploadCheckpoint>()
        let progress = Recorded<TransferProgress>()
        let uploaded = try await server.client().uploads.upload(
            Self.upload(file),
            options: RequestOptions(onProgress: { progress.add($0) })
        ) { checkpoints.add($0) }
        #expect(uploaded.id == "file-1")
        #expect(server.content == file.text)
        #expect(server.completion?["md5"] == "a683524450d6c79c77577f28238de7a6")
        #expect(checkpoints.all.count == 4)
        #expect(checkpoints.all.map { $0.partIDs.compactMap { $0 }.count } == [0, 1, 2, 3])
        #expect(checkpoints.all.last?.isComplete == true)
        #expect(try roundTrip(checkpoints.all[2]) == checkpoints.all[2])
        #expect(progress.all.last == TransferProgress(.upload, completed: 21, total: 21))
        let request = server.requests[0].json
        #expect(
            request == ["filename": .string(file.name), "purpose": "batch", "bytes": 21, "mime_type": "text/plain"]
        )
    }

    @Test("An upload that fails continues from its checkpoint and sends only the missing parts")
    func resumed() async throws {
        let file = try ScratchFile("0123456789ABCDEF.....")
        let server = PartServer(refusing: 2)
        let checkpoints = Recorded<UploadCheckpoint>()
        await #expect(throws: OpenAIError.self) {
            try await server.client().uploads.upload(Self.upload(file)) { checkpoints.add($0) }
        }
        let saved = try #require(checkpoints.all.last)
        #expect(saved.partIDs == ["part-1", nil, nil])
        let before = server.requests.count
        let progress = Recorded<TransferProgress>()
        let uploaded = try await server.client().uploads.upload(
            Self.upload(file),
            resuming: try roundTrip(saved),
            options: RequestOptions(onProgress: { progress.add($0) })
        )
        #expect(uploaded.id == "file-1")
        #expect(server.content == file.text)
        #expect(server.requests.count - before == 3)
        #expect(progress.all.first?.completed == 8)
    }

    @Test("A file that changed after the checkpoint is refused without a request")
    func changed() async throws {
        let file = try ScratchFile("0123456789")
        let server = PartServer(refusing: 1)
        let checkpoints = Recorded<UploadCheckpoint>()
        _ = try? await server.client().uploads.upload(Self.upload(file)) { checkpoints.add($0) }
        let saved = try #require(checkpoints.all.last)
        #expect(saved.matchesFile(at: file.path) && !saved.matchesFile(at: file.path + ".other"))
        try file.write("0123456789+")
        #expect(!saved.matchesFile(at: file.path))
        let before = server.requests.count
        let error = await #expect(throws: OpenAIError.self) {
            try await server.client().uploads.upload(Self.upload(file), resuming: saved)
        }
        #expect(error?.code == .fileAccess && server.requests.count == before)
    }

    @Test("A checkpoint that cannot be saved ends the upload before more is sent")
    func unsaved() async throws {
        struct DiskFull: Error {}
        let file = try ScratchFile("0123456789")
        let server = PartServer()
        await #expect(throws: DiskFull.self) {
            try await server.client().uploads.upload(Self.upload(file)) { _ in throw DiskFull() }
        }
        #expect(server.requests.count == 1)
    }

    @Test("An empty file and a missing one are refused without a request")
    func refused() async throws {
        let server = PartServer()
        let client = try server.client()
        let empty = try ScratchFile("")
        let error = await #expect(throws: OpenAIError.self) { try await client.uploads.upload(Self.upload(empty)) }
        #expect(error?.code == .invalidRequest)
        let missing = await #expect(throws: OpenAIError.self) {
            try await client.uploads.upload(PartedUpload("/nonexistent/file.jsonl", purpose: .batch))
        }
        #expect(missing?.code == .fileAccess)
        #expect(server.requests.isEmpty)
    }

    @Test("An upload is cancelled by its ID")
    func cancelled() async throws {
        let transport = ScriptedTransport(.json(#"{"id":"u","status":"cancelled","purpose":"batch","new":1}"#))
        let upload = try await transport.client().uploads.cancel("u")
        #expect(upload.status == .cancelled && upload.file == nil)
        #expect(transport.requests.map(\.line) == ["POST /v1/uploads/u/cancel"])
    }

    @Test(
        "The checksum equals the published one, in pieces of any size",
        arguments: [
            ("", "d41d8cd98f00b204e9800998ecf8427e"), ("abc", "900150983cd24fb0d6963f7d28e17f72"),
            ("message digest", "f96b697d7cb7938d525a2f31aaf161d0"),
            (
                "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
                "57edf4a22be3c955ac49da2e2107b67a"
            ),
        ]
    )
    func md5(text: String, digest: String) {
        let bytes = Array(text.utf8)
        for size in 1...max(1, bytes.count) {
            var md5 = MD5()
            for start in stride(from: 0, to: bytes.count, by: size) {
                md5.update(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            #expect(md5.hexadecimal() == digest)
        }
    }

    private static func upload(_ file: ScratchFile) -> PartedUpload {
        var upload = PartedUpload(file.path, purpose: .batch)
        (upload.partSize, upload.concurrency) = (8, 1)
        return upload
    }
}

/// A server of uploads, which can refuse a part once.
private final class PartServer: Sendable {
    private struct State {
        var parts: [String: String] = [:]
        var refusing: Int?
        var completion: JSONValue?
        var requests: [TransportRequest] = []
    }

    private let state: Mutex<State>

    init(refusing part: Int? = nil) {
        state = Mutex(State(refusing: part))
    }

    var requests: [TransportRequest] { state.withLock(\.requests) }
    var completion: JSONValue? { state.withLock(\.completion) }

    /// The content of the file, in the order of the completion.
    var content: String {
        state.withLock { state in
            (state.completion?["part_ids"]?.arrayValue ?? []).map { state.parts[$0.stringValue ?? ""] ?? "?" }.joined()
        }
    }

    func client() throws -> OpenAI {
        let transport = ScriptedTransport(
            .handle { request in
                let body = try await Self.body(of: request)
                let step = self.step(for: request, body)
                return try await ScriptedTransport(step).send(request, progress: TransportProgress { _ in })
            }
        )
        return try transport.client { $0.retry.maxRetries = 0 }
    }

    private static func body(of request: TransportRequest) async throws -> String {
        var bytes = request.body
        guard var reader = request.stream?.makeReader() else { return String(decoding: bytes, as: UTF8.self) }
        while let chunk = try await reader.next() { bytes += chunk }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func step(for request: TransportRequest, _ body: String) -> ScriptedTransport.Step {
        state.withLock { state in
            state.requests.append(request)
            let path = request.head.path ?? ""
            if path.hasSuffix("/parts") {
                let number = state.parts.count + 1
                if state.refusing == number {
                    state.refusing = nil
                    return .json(#"{"error":{"message":"no"}}"#, status: 400)
                }
                let content = body.split(separator: "\r\n\r\n")[1].split(separator: "\r\n--")[0]
                state.parts["part-\(number)"] = String(content)
                return .json(#"{"id":"part-\#(number)","upload_id":"u","created_at":1}"#)
            }
            if path.hasSuffix("/complete") {
                state.completion = try? JSONValue(jsonText: body)
                return .json(#"{"id":"u","status":"completed","file":{"id":"file-1","purpose":"batch"}}"#)
            }
            return .json(#"{"id":"u","status":"pending","expires_at":9}"#)
        }
    }
}

/// Values recorded by closures.
private final class Recorded<Value: Sendable>: Sendable {
    private let values = Mutex<[Value]>([])
    var all: [Value] { values.withLock { $0 } }
    func add(_ value: Value) { values.withLock { $0.append(value) } }
}

/// A text file in the temporary directory, deleted at the end of the test.
final class ScratchFile: Sendable {
    let path: String
    var name: String { String(path.split(separator: "/").last ?? "") }
    var text: String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }

    init(_ text: String, suffix: String = "txt") throws {
        path = FileManager.default.temporaryDirectory.appending(path: "waiter-\(UUID()).\(suffix)").path
        try write(text)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String) throws { try text.write(toFile: path, atomically: true, encoding: .utf8) }
}
