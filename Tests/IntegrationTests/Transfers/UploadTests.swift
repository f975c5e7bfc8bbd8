import Foundation
import Synchronization
import Testing
import Waiter
import WaiterTestSupport

@Suite("Uploads", .timeLimit(.minutes(10)))
struct UploadTests {
    private static let file = #"{"id":"file-1","object":"file","bytes":3,"filename":"a.jsonl","purpose":"batch"}"#
    private static let busy = FaultServer.Step.response(
        #"{"error":{"message":"slow down"}}"#,
        status: "429 Too Many Requests",
        headers: ["retry-after-ms: 1"]
    )

    @Test("A file is sent as a form part with its name, type, purpose and length")
    func form() async throws {
        let folder = try TransferFolder()
        let content = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let path = try folder.write(content, to: "requests.jsonl")
        let server = try FaultServer { _, _ in [.response(Self.file)] }
        var upload = FileUpload(.path(path), purpose: .batch)
        upload.expiresAfter = .seconds(3600)
        let file = try await makeClient(server).files.create(upload)
        #expect(file.id == "file-1" && file.purpose == .batch)
        let request = try #require(server.requests.first)
        #expect(request.headers["content-length"] == "\(request.body.count)")
        let type = try #require(request.headers["content-type"])
        #expect(type.hasPrefix("multipart/form-data; boundary="))
        let boundary = String(type.dropFirst("multipart/form-data; boundary=".count))
        let head = """
            --\(boundary)\r
            Content-Disposition: form-data; name="purpose"\r
            \r
            batch\r
            --\(boundary)\r
            Content-Disposition: form-data; name="expires_after[anchor]"\r
            \r
            created_at\r
            --\(boundary)\r
            Content-Disposition: form-data; name="expires_after[seconds]"\r
            \r
            3600\r
            --\(boundary)\r
            Content-Disposition: form-data; name="file"; filename="requests.jsonl"\r
            Content-Type: application/jsonl\r
            \r

            """
        #expect(request.body == Array(head.utf8) + content + Array("\r\n--\(boundary)--\r\n".utf8))
    }

    @Test("A file is opened again for a retry, and progress is reported to its end")
    func retried() async throws {
        let folder = try TransferFolder()
        let path = try folder.write([UInt8](repeating: 7, count: 500_000), to: "a")
        let server = try FaultServer { _, number in number == 0 ? [Self.busy] : [.response(Self.file)] }
        let progress = Notes<TransferProgress>()
        _ = try await makeClient(server).files.create(
            FileUpload(.path(path), purpose: .userData),
            options: RequestOptions(onProgress: { progress.add($0) })
        )
        #expect(server.requests.count == 2)
        #expect(server.requests[0].body.count == server.requests[1].body.count)
        let last = try #require(progress.all.last)
        #expect(last.direction == .upload && last.completed == server.requests[1].body.count)
        #expect(last.total == last.completed)
    }

    @Test("A file that is changed, grown, truncated or removed before a retry is not sent partially", arguments: 0..<4)
    func changed(kind: Int) async throws {
        let folder = try TransferFolder()
        let path = try folder.write([UInt8](repeating: 7, count: 300_000), to: "a")
        let server = try FaultServer { _, _ in
            switch kind {
            case 0: _ = try? folder.write([UInt8](repeating: 8, count: 300_000), to: "a")
            case 1: _ = try? folder.write([UInt8](repeating: 7, count: 300_001), to: "a")
            case 2: truncate(path, 5)
            default: unlink(path)
            }
            return [Self.busy]
        }
        let error = await #expect(throws: OpenAIError.self) {
            try await makeClient(server).files.create(FileUpload(.path(path), purpose: .batch))
        }
        #expect(error?.code == .fileAccess)
        #expect(error?.message.contains(path) == true)
        #expect(server.requests.count == 1)
    }

    @Test("A file truncated during the upload ends the request before its announced length")
    func cutMeanwhile() async throws {
        let folder = try TransferFolder()
        let path = try folder.write([UInt8](repeating: 7, count: 64 << 20), to: "a")
        let server = try FaultServer(
            bodyReading: { _ in .stop(after: 1 << 16) },
            script: { _, _ in
                truncate(path, 1 << 20)
                return [.stall]
            }
        )
        let error = await #expect(throws: OpenAIError.self) {
            try await makeClient(server).files.create(
                FileUpload(.path(path), purpose: .batch),
                options: RequestOptions(
                    timeouts: OpenAI.Timeouts(idle: .seconds(2), total: .seconds(20)),
                    maxRetries: 0
                )
            )
        }
        // The socket's buffers decide whether the short file or the silent server is detected first.
        #expect([.fileAccess, .timeout].contains(error?.code))
    }

    @Test("A path that is not a regular file is rejected before anything is sent")
    func unusable() async throws {
        let folder = try TransferFolder()
        let server = try FaultServer { _, _ in [.response(Self.file)] }
        let client = try makeClient(server)
        for path in [folder.path("nothing"), folder.path] {
            let error = await #expect(throws: OpenAIError.self) {
                try await client.files.create(FileUpload(.path(path), purpose: .batch))
            }
            #expect(error?.code == .fileAccess)
        }
        #expect(server.requests.isEmpty)
    }

    @Test("A sequence of unknown length is sent in chunks, one of known length with a content length")
    func sequences() async throws {
        let server = try FaultServer { _, _ in [.response(Self.file)] }
        let client = try makeClient(server)
        for length in [nil, 11] {
            let chunks = AsyncStream<[UInt8]> { continuation in
                continuation.yield(Array("hello ".utf8))
                continuation.yield([])
                continuation.yield(Array("world".utf8))
                continuation.finish()
            }
            let input = FileInput.chunks(chunks, length: length, name: "a.txt")
            _ = try await client.files.create(FileUpload(input, purpose: .userData))
        }
        #expect(server.requests.map { $0.text.contains("hello world\r\n") } == [true, true])
        #expect(server.requests[0].headers["transfer-encoding"] == "chunked")
        #expect(server.requests[1].headers["content-length"] == "\(server.requests[1].body.count)")
    }

    @Test("A sequence shorter or longer than announced fails the request", arguments: [10, 12])
    func wrongLength(length: Int) async throws {
        let server = try FaultServer { _, _ in [.response(Self.file)] }
        let chunks = AsyncStream<[UInt8]> {
            $0.yield(Array("hello world".utf8))
            $0.finish()
        }
        let error = await #expect(throws: OpenAIError.self) {
            try await makeClient(server).files.create(
                FileUpload(.chunks(chunks, length: length, name: "a"), purpose: .batch)
            )
        }
        #expect(error?.code == .fileAccess)
        #expect(server.requests.isEmpty)
    }

    @Test("An error thrown by a sequence reaches the caller unchanged, without retries")
    func throwing() async throws {
        struct Broken: Error, Equatable {}
        let server = try FaultServer { _, _ in [.response(Self.file)] }
        let chunks = AsyncThrowingStream<[UInt8], any Error> {
            $0.yield([1])
            $0.finish(throwing: Broken())
        }
        await #expect(throws: Broken()) {
            try await makeClient(server).files.create(FileUpload(.chunks(chunks, name: "a"), purpose: .batch))
        }
        #expect(server.requests.isEmpty)
    }

    @Test("A single-use body is never sent again: not after a 429, a 307 or a stale connection")
    func once() async throws {
        func upload() -> FileUpload {
            FileUpload(
                .chunks(
                    AsyncStream {
                        $0.yield([1])
                        $0.finish()
                    },
                    name: "a"
                ),
                purpose: .batch
            )
        }
        let redirect = FaultServer.Step.response(
            "",
            status: "307 Temporary Redirect",
            headers: ["location: /v1/elsewhere"]
        )
        let answers: [(FaultServer.Step, OpenAIError.Code)] = [
            (Self.busy, .rateLimited), (redirect, .invalidResponse), (.close, .connection),
        ]
        for (step, code) in answers {
            // The first request leaves a pooled connection for the second one.
            let server = try FaultServer { _, number in number == 0 ? [.response(#"{"data":[]}"#)] : [step] }
            let client = try makeClient(server)
            _ = try await client.models.list()
            let error = await #expect(throws: OpenAIError.self) { try await client.files.create(upload()) }
            #expect(error?.code == code)
            #expect(server.requests.count == 2, "\(code)")
        }
    }

    @Test("A file follows a 307 with its whole body")
    func redirected() async throws {
        let folder = try TransferFolder()
        let path = try folder.write([UInt8](repeating: 9, count: 200_000), to: "a")
        let server = try FaultServer { _, number in
            number == 0
                ? [.response("", status: "307 Temporary Redirect", headers: ["location: /v1/elsewhere"])]
                : [.response(Self.file)]
        }
        _ = try await makeClient(server).files.create(FileUpload(.path(path), purpose: .batch))
        #expect(server.requests.map(\.path) == ["/v1/files", "/v1/elsewhere"])
        #expect(server.requests[0].body == server.requests[1].body)
    }

    @Test("Additional members become form fields; null removes a field")
    func extraFields() async throws {
        let server = try FaultServer { _, _ in [.response(Self.file)] }
        let extra: JSONObject = [
            "purpose": .null, "note": "x\"y", "count": 3, "tags": ["a", "b"], "meta": ["k": true],
        ]
        _ = try await makeClient(server).files.create(
            FileUpload(.bytes([1, 2, 3], name: "quo\"te.bin"), purpose: .batch),
            options: RequestOptions(extraBody: extra)
        )
        let text = try #require(server.requests.first).text
        #expect(!text.contains("name=\"purpose\""))
        #expect(text.contains("name=\"note\"\r\n\r\nx\"y\r\n"))
        #expect(text.contains("name=\"count\"\r\n\r\n3\r\n"))
        #expect(text.contains("name=\"tags[]\"\r\n\r\na\r\n") && text.contains("name=\"tags[]\"\r\n\r\nb\r\n"))
        #expect(text.contains("name=\"meta[k]\"\r\n\r\ntrue\r\n"))
        #expect(text.contains("filename=\"quo%22te.bin\"\r\nContent-Type: application/octet-stream"))
    }

    @Test("A rejection sent before the upload has been read is received", arguments: [true, false])
    func refusedEarly(closes: Bool) async throws {
        let folder = try TransferFolder()
        let path = try folder.write([UInt8](repeating: 7, count: 32 << 20), to: "a")
        let refusal = FaultServer.Step.response(
            #"{"error":{"message":"at most 1 MB"}}"#,
            status: "413 Content Too Large",
            headers: ["connection: close"]
        )
        let server = try FaultServer(
            bodyReading: { _ in .stop(after: 1 << 16) },
            script: { _, _ in closes ? [refusal] : [refusal, .stall] }
        )
        let error = await #expect(throws: OpenAIError.self) {
            try await makeClient(server).files.create(
                FileUpload(.path(path), purpose: .batch),
                options: RequestOptions(maxRetries: 0)
            )
        }
        // A connection closed with unread bytes is reset; the response was sent before.
        #expect(
            error?.code == .payloadTooLarge && error?.server?.message == "at most 1 MB",
            "\(String(describing: error))"
        )
    }

    @Test("Cancelling an upload closes its connection and leaves no task behind")
    func cancelled() async throws {
        let folder = try TransferFolder()
        let path = try folder.write([UInt8](repeating: 7, count: 32 << 20), to: "a")
        let began = FaultServer.Gate()
        let server = try FaultServer(
            bodyReading: { _ in .stop(after: 1 << 16) },
            script: { _, _ in [.open(began), .stall] }
        )
        let client = try makeClient(server)
        let call = Task { try await client.files.create(FileUpload(.path(path), purpose: .batch)) }
        await began.wait()
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
    }
}

/// Collects the values passed to a hook.
final class Notes<Value: Sendable>: Sendable {
    private let list = Mutex<[Value]>([])
    var all: [Value] { list.withLock { $0 } }
    func add(_ value: Value) { list.withLock { $0.append(value) } }
}
