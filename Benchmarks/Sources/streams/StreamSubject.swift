import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Waiter

/// Reads streams from the server, with async-http-client alone or with Waiter.
struct StreamSubject: Sendable {
    let bare = HTTPClient(eventLoopGroupProvider: .singleton)
    let server: String

    private static let body = #"{"model":"m","messages":[{"role":"user","content":"hi"}],"stream":true}"#

    /// Reads all bytes without parsing them, using only the transport.
    func readBytes(_ chunks: Int) async throws {
        var request = HTTPClientRequest(url: "\(server)/\(chunks)/v1/chat/completions")
        request.method = .POST
        request.body = .bytes(ByteBuffer(string: Self.body))
        let response = try await bare.execute(request, timeout: .seconds(60))
        var count = 0
        for try await piece in response.body { count += piece.readableBytes }
        precondition(count > chunks * 200)
    }

    /// Reads the given number of chunks and returns the length of the text.
    func readChunks(_ chunks: Int) async throws -> Int {
        let client = try client(chunks)
        var length = 0
        var count = 0
        for try await chunk in try await client.chat.completions.stream(.init(model: "m", messages: [.user("hi")])) {
            length += chunk.choices.first?.delta.content?.utf8.count ?? 0
            count += 1
        }
        precondition(count == chunks + 1)
        return length
    }

    /// Opens all streams before reading any of them to its end.
    func readAtOnce(streams: Int, chunks: Int) async throws {
        let client = try client(chunks)
        let gate = Gate(streams)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<streams {
                group.addTask {
                    let stream = try await client.chat.completions.stream(.init(model: "m", messages: [.user("hi")]))
                    var count = 0
                    for try await _ in stream {
                        count += 1
                        if count == 1 { await gate.arrive() }
                    }
                    precondition(count == chunks + 1)
                }
            }
            try await group.waitForAll()
        }
    }

    private func client(_ chunks: Int) throws -> OpenAI {
        try OpenAI(configuration: .init(apiKey: APIKey("sk-benchmark"), baseURL: BaseURL("\(server)/\(chunks)/v1")))
    }
}

/// A barrier that suspends its callers until all have arrived.
private actor Gate {
    private var missing: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { missing = count }

    func arrive() async {
        missing -= 1
        if missing == 0 {
            for continuation in waiting { continuation.resume() }
            waiting = []
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }
}
