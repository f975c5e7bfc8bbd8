import Foundation
import Testing
import Waiter
import WaiterTestSupport

@Suite("Downloads", .timeLimit(.minutes(10)))
struct DownloadTests {
    private static let content = (0..<40).map { UInt8(truncatingIfNeeded: $0 * 7 + 1) }

    @Test("A download cut off at every byte of a small file resumes with its strong ETag", arguments: 0..<40)
    func cut(at count: Int) async throws {
        let folder = try TransferFolder()
        let file = FaultServer.File(Self.content, etag: "\"v1\"")
        let server = try FaultServer { request, number in
            [file.response(to: request, cutAfter: number == 0 ? Int64(count) : nil)]
        }
        let saved = try await download(server, to: folder.path("a"))
        #expect(saved.bytes == 40)
        #expect(try folder.read("a") == Self.content)
        #expect(folder.names == ["a"])
        #expect(server.requests.count == 2)
        #expect(server.requests[1].headers["range"] == (count == 0 ? nil : "bytes=\(count)-"))
        #expect(server.requests[1].headers["if-range"] == (count == 0 ? nil : "\"v1\""))
    }

    @Test("Without a strong ETag, a download restarts", arguments: [nil, "W/\"v1\"", "v1"])
    func beginsAgain(etag: String?) async throws {
        let folder = try TransferFolder()
        let file = FaultServer.File(Self.content, etag: etag)
        let server = try FaultServer { request, number in [file.response(to: request, cutAfter: number == 0 ? 17 : nil)]
        }
        _ = try await download(server, to: folder.path("a"))
        #expect(try folder.read("a") == Self.content)
        #expect(server.requests.allSatisfy { $0.headers["range"] == nil })
    }

    @Test("A large file cut off twice is complete in the end")
    func large() async throws {
        let folder = try TransferFolder()
        let file = FaultServer.File(byteCount: 20_000_003, etag: "\"v1\"")
        let server = try FaultServer { request, number in
            [file.response(to: request, cutAfter: number < 2 ? 7_000_001 : nil)]
        }
        let progress = Notes<TransferProgress>()
        let saved = try await download(server, to: folder.path("a"), RequestOptions(onProgress: { progress.add($0) }))
        #expect(saved.bytes == 20_000_003)
        #expect(FaultServer.Checksum(try folder.read("a")) == file.checksum)
        #expect(server.requests.count == 3)
        #expect(progress.all.last == TransferProgress(.download, completed: 20_000_003, total: 20_000_003))
        #expect(zip(progress.all, progress.all.dropFirst()).allSatisfy { $0.completed <= $1.completed })
    }

    @Test("A file that changes between two parts is downloaded again, never mixed")
    func changed() async throws {
        let folder = try TransferFolder()
        let (old, new) = (
            FaultServer.File(byteCount: 100_000, seed: 1, etag: "\"v1\""),
            FaultServer.File(byteCount: 90_000, seed: 2, etag: "\"v2\"")
        )
        let server = try FaultServer { request, number in
            [number == 0 ? old.response(to: request, cutAfter: 50_000) : new.response(to: request)]
        }
        let saved = try await download(server, to: folder.path("a"))
        #expect(saved.bytes == 90_000)
        #expect(FaultServer.Checksum(try folder.read("a")) == new.checksum)
    }

    @Test("A server that resumes at the wrong position is rejected")
    func wrongRange() async throws {
        let folder = try TransferFolder()
        let file = FaultServer.File(Self.content, etag: "\"v1\"")
        let server = try FaultServer { request, number in
            switch number {
            case 0: [file.response(to: request, cutAfter: 20)]
            case 1:
                [
                    .response(
                        String(repeating: "x", count: 30),
                        status: "206 Partial Content",
                        headers: ["content-range: bytes 10-39/40"]
                    )
                ]
            default: [file.response(to: request)]
            }
        }
        _ = try await download(server, to: folder.path("a"))
        #expect(try folder.read("a") == Self.content)
        #expect(server.requests.map { $0.headers["range"] } == [nil, "bytes=20-", nil])
    }

    @Test("When retries are used up, no partial file is left, and an existing file is unchanged")
    func failed() async throws {
        let folder = try TransferFolder()
        try folder.write([1, 2, 3], to: "a")
        let file = FaultServer.File(Self.content)
        let server = try FaultServer { request, _ in [file.response(to: request, cutAfter: 5)] }
        let error = await #expect(throws: OpenAIError.self) {
            _ = try await download(server, to: folder.path("a"))
        }
        #expect(error?.code == .connection)
        #expect(error?.attempts == 3)
        #expect(folder.names == ["a"])
        #expect(try folder.read("a") == [1, 2, 3])
    }

    @Test("A destination that is not writable is a file error, without retries")
    func unwritable() async throws {
        let folder = try TransferFolder()
        let server = try FaultServer { request, _ in [FaultServer.File(Self.content).response(to: request)] }
        try FileManager.default.createDirectory(atPath: folder.path("d"), withIntermediateDirectories: true)
        for path in [folder.path("nowhere/a"), folder.path("d")] {
            let error = await #expect(throws: OpenAIError.self) { _ = try await download(server, to: path) }
            #expect(error?.code == .fileAccess)
            #expect(error?.message.contains(path) == true)
        }
        #expect(server.requests.count == 2)
        #expect(folder.names == ["d"])
    }

    @Test("A full disk is a file error, and leaves nothing behind")
    func fullDisk() async throws {
        let folder = try TransferFolder()
        let file = FaultServer.File(byteCount: 3_000_000, etag: "\"v1\"")
        let server = try FaultServer { request, _ in [file.response(to: request)] }
        let error = try await SmallFileSystem.with(folder.path("small")) { path in
            await #expect(throws: OpenAIError.self) { _ = try await download(server, to: path + "/a") }
        }
        guard let error else { return }
        #expect(error?.code == .fileAccess)
        #expect(error?.message.contains("No space left") == true)
    }

    @Test("A GET with a truncated body is retried; a POST with a truncated body is not")
    func bodies() async throws {
        let head = FaultServer.Step.head(["content-type: application/json", "content-length: 100"])
        let server = try FaultServer { _, number in
            number == 1 ? [.response(#"{"data":[{"id":"m"}]}"#)] : [head, .text(#"{"da"#), .close]
        }
        let client = try makeClient(server)
        #expect(try await client.models.list().map(\.id) == ["m"])
        #expect(server.requests.count == 2)
        let error = await #expect(throws: OpenAIError.self) { try await client.chat.completions.create(request) }
        #expect(error?.code == .connection && error?.attempts == 1)
        #expect(server.requests.count == 3)
    }

    private func download(
        _ server: FaultServer,
        to path: String,
        _ options: RequestOptions = RequestOptions()
    ) async throws -> DownloadedFile {
        let client = try makeClient(server) { $0.retry.initialDelay = .milliseconds(1) }
        return try await client.files.content("file-1", to: path, options: options)
    }
}
