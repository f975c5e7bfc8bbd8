import Synchronization
import Testing
import Waiter
import WaiterTestSupport

@Suite("Uploads and batches over a real connection")
struct TransferTests {
    @Test("Parts are sent at the same time, and completed in the order of the file")
    func parallel() async throws {
        let file = try ScratchFile("AAAABBBBCCCC")
        let arrived = Mutex(0)
        let all = FaultServer.Gate()
        let server = try FaultServer { request, _ in
            guard request.path.hasSuffix("/parts") else { return [Self.answer(to: request)] }
            // No part is answered before all three have arrived.
            let count = arrived.withLock { count in
                count += 1
                return count
            }
            if count == 3 { all.open() }
            return [.wait(all), Self.answer(to: request)]
        }
        let progress = Mutex<[Int]>([])
        var options = RequestOptions(onProgress: { report in progress.withLock { $0.append(report.completed) } })
        options.timeouts.total = .seconds(60)
        let uploaded = try await Self.client(server).uploads.upload(Self.upload(file, concurrency: 3), options: options)
        #expect(uploaded.id == "file-1")
        let completion = try #require(server.requests.last { $0.path.hasSuffix("/complete") })
        #expect(
            try JSONValue(jsonText: completion.text)
                == ["part_ids": ["AAAA", "BBBB", "CCCC"], "md5": "e1b6b2b3211076a71632bbf2ad0edc05"]
        )
        #expect(progress.withLock { $0.max() } == 12)
    }

    @Test("An upload cut in the middle of a part continues with the stored part IDs")
    func cut() async throws {
        let file = try ScratchFile("AAAABBBBCCCC")
        let stored = FaultServer.Gate()
        let isCut = Mutex(true)
        let server = try FaultServer(
            bodyReading: { request in
                request.path.hasSuffix("/parts") && isCut.withLock { $0 } ? .stop(after: 4096) : .store
            },
            script: { request, _ in
                guard isCut.withLock({ $0 }), request.path.hasSuffix("/parts") else {
                    return [Self.answer(to: request)]
                }
                return Self.content(of: request) == "AAAA" ? [Self.answer(to: request)] : [.wait(stored), .reset]
            }
        )
        let checkpoints = Mutex<[UploadCheckpoint]>([])
        let client = try Self.client(server)
        await #expect(throws: OpenAIError.self) {
            try await client.uploads.upload(Self.upload(file, concurrency: 2)) { checkpoint in
                checkpoints.withLock { $0.append(checkpoint) }
                if checkpoint.partIDs.contains("AAAA") { stored.open() }
            }
        }
        isCut.withLock { $0 = false }
        let saved = try #require(checkpoints.withLock { $0.last })
        #expect(saved.partIDs == ["AAAA", nil, nil])
        let before = server.requests.count
        let uploaded = try await client.uploads.upload(
            Self.upload(file, concurrency: 2),
            resuming: try roundTrip(saved)
        )
        #expect(uploaded.id == "file-1")
        let later = server.requests.dropFirst(before)
        #expect(Set(later.filter { $0.path.hasSuffix("/parts") }.map(Self.content)) == ["BBBB", "CCCC"])
        let completion = try #require(later.last)
        #expect(try JSONValue(jsonText: completion.text)["part_ids"] == ["AAAA", "BBBB", "CCCC"])
    }

    @Test("A file that changes while it is uploaded is an error, and nothing is completed")
    func changing() async throws {
        let file = try ScratchFile("AAAABBBBCCCC")
        let server = try FaultServer { request, _ in
            if request.path.hasSuffix("/parts") { try? file.write("AAAADDDDEEEE!") }
            return [Self.answer(to: request)]
        }
        let error = await #expect(throws: OpenAIError.self) {
            try await Self.client(server).uploads.upload(Self.upload(file, concurrency: 1))
        }
        #expect(error?.code == .fileAccess && error?.message.contains("chang") == true, "\(error as Any)")
        #expect(!server.requests.contains { $0.path.hasSuffix("/complete") })
    }

    @Test("Lines for other requests are no results of a batch, and a truncated output file is requested again")
    func foreignLines() async throws {
        let lines = ["a", "foreign", "b"].map { id in
            #"{"custom_id":"\#(id)","response":{"status_code":200,"body":{"data":[],"model":"\#(id)"}}}"#
        }
        let output = lines.joined(separator: "\n")
        let server = try FaultServer { _, number in
            number == 0
                ? [.head(["content-length: \(output.utf8.count)"]), .text(String(output.prefix(70))), .close]
                : [.response(output)]
        }
        let batch = try decoded(BatchObject.self, #"{"id":"b","status":"completed","output_file_id":"o"}"#)
        let client = try Self.client(server, maxRetries: 1)
        let results = try await client.batches
            .results(of: batch, as: EmbeddingResponse.self, expecting: ["a", "b", "c"])
        #expect(try results["a"]?.get().model == "a")
        #expect(try results["b"]?.get().model == "b")
        #expect(results["foreign"] == nil && results.missing == ["c"])
        #expect(results.unexpected.map(\.customID) == ["foreign"])
        #expect(server.requests.map(\.path) == ["/v1/files/o/content", "/v1/files/o/content"])
    }

    private static func client(_ server: FaultServer, maxRetries: Int = 0) throws -> OpenAI {
        var configuration = try OpenAI.Configuration(
            apiKey: APIKey("sk-test-0123456789abcdef"),
            baseURL: BaseURL(server.address + "/v1")
        )
        configuration.retry.maxRetries = maxRetries
        return try OpenAI(configuration: configuration)
    }

    private static func upload(_ file: ScratchFile, concurrency: Int) -> PartedUpload {
        var upload = PartedUpload(file.path, purpose: .batch)
        (upload.partSize, upload.concurrency) = (4, concurrency)
        return upload
    }

    /// The content of a part, by which the server names it.
    private static func content(of request: FaultServer.Request) -> String {
        let sections = request.text.split(separator: "\r\n\r\n")
        return sections.count > 1 ? String(sections[1].prefix(4)) : ""
    }

    private static func answer(to request: FaultServer.Request) -> FaultServer.Step {
        if request.path.hasSuffix("/parts") {
            return .response(#"{"id":"\#(content(of: request))","upload_id":"u","created_at":1}"#)
        }
        return request.path.hasSuffix("/complete")
            ? .response(#"{"id":"u","status":"completed","file":{"id":"file-1","purpose":"batch"}}"#)
            : .response(#"{"id":"u","status":"pending"}"#)
    }
}
