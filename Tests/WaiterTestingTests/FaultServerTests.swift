import Testing
import WaiterTesting

@Suite("The fault server")
struct FaultServerTests {
    private typealias Checksum = FaultServer.Checksum

    private func exchange(_ request: String, with server: FaultServer) throws -> (head: String, body: [UInt8]) {
        let client = try RawClient(port: server.port)
        client.send(request)
        return client.response()
    }

    @Test("A body is stored with its checksum")
    func storedBody() throws {
        let server = try FaultServer { _, _ in [.response("ok"), .close] }
        let (head, body) = try exchange("POST /a?b HTTP/1.1\r\nContent-Length: 5\r\nX-A: b\r\n\r\nhello", with: server)
        #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(String(decoding: body, as: UTF8.self) == "ok")
        let request = try #require(server.requests.first)
        #expect(request.method == "POST")
        #expect(request.path == "/a?b")
        #expect(request.headers["x-a"] == "b")
        #expect(request.text == "hello")
        #expect(request.checksum == Checksum(Array("hello".utf8)))
    }

    @Test(
        "A body that is only counted takes no memory and has the same checksum",
        arguments: [0, 7, 8, 262_144, 3_000_001]
    )
    func countedBody(length: Int64) async throws {
        let file = FaultServer.File(byteCount: length, seed: 3)
        let server = try FaultServer(bodyReading: { _ in .count }, script: { _, _ in [.response("ok"), .close] })
        let client = try RawClient(port: server.port)
        client.send("POST / HTTP/1.1\r\ncontent-length: \(length)\r\n\r\n")
        client.send(file.bytes(0..<length))
        _ = client.response()
        let request = try #require(server.requests.first)
        #expect(request.body.isEmpty)
        #expect(request.checksum.byteCount == length)
        #expect(request.checksum == file.checksum)
    }

    @Test("A chunked body is read, with extensions and trailers")
    func chunkedBody() throws {
        let server = try FaultServer { _, number in number == 1 ? [.response("b"), .close] : [.response("a")] }
        let chunked =
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: u\r\n\r\n"
        _ = try exchange(chunked + "GET /next HTTP/1.1\r\n\r\n", with: server)
        #expect(server.requests.map(\.text) == ["abc0123456789", ""])
        #expect(server.requests.map(\.path) == ["/", "/next"])
    }

    @Test("The server can respond before the body has arrived")
    func earlyAnswer() throws {
        let server = try FaultServer(
            bodyReading: { _ in .stop(after: 4) },
            script: { _, _ in [.response("no", status: "413 Content Too Large"), .halfClose, .stall] }
        )
        let client = try RawClient(port: server.port)
        client.send("POST / HTTP/1.1\r\ncontent-length: 1000000\r\n\r\nabcdefgh")
        var received = ""
        client.receive { chunk in
            received += String(decoding: chunk, as: UTF8.self)
            return !received.hasSuffix("no")
        }
        #expect(received.hasPrefix("HTTP/1.1 413 "))
        #expect(server.requests.first?.text == "abcd")
        #expect(server.requests.first?.checksum.byteCount == 4)
    }

    @Test("A truncated body is an interrupted request")
    func interruptedBody() throws {
        let server = try FaultServer { _, _ in [.response("ok")] }
        let client = try RawClient(port: server.port)
        client.send("POST / HTTP/1.1\r\ncontent-length: 10\r\n\r\nabc")
        client.finishSending()
        #expect(client.response().head.isEmpty)
        #expect(server.requests.isEmpty)
        #expect(server.interruptedRequests.map(\.text) == ["abc"])
    }

    @Test(
        "Malformed requests close only their connection",
        arguments: [
            "\r\n\r\nGET /\r\n\r\n", "GET / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n-5\r\n",
            "GET / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n", "\u{0}\u{1}",
        ]
    )
    func malformed(text: String) throws {
        let server = try FaultServer { _, _ in [.response("ok"), .close] }
        let client = try RawClient(port: server.port)
        client.send(text)
        client.finishSending()
        #expect(client.response().head.isEmpty)
        let (head, _) = try exchange("GET / HTTP/1.1\r\ncontent-length: -3\r\n\r\n", with: server)
        #expect(head.hasPrefix("HTTP/1.1 200 OK"))
    }

    @Test("A file is sent completely, with its length and ETag")
    func wholeFile() throws {
        let file = FaultServer.File(byteCount: 2_500_000, etag: "\"v1\"")
        let server = try FaultServer { request, _ in [file.response(to: request), .close] }
        let (head, body) = try exchange("GET /f HTTP/1.1\r\n\r\n", with: server)
        #expect(head.contains("\r\ncontent-length: 2500000"))
        #expect(head.contains("\r\netag: \"v1\""))
        #expect(Checksum(body) == file.checksum)
    }

    @Test("A file can be cut at every byte")
    func cutFile() throws {
        let file = FaultServer.File(Array("0123456789".utf8))
        for cut in Int64(0)...9 {
            let server = try FaultServer { request, _ in [file.response(to: request, cutAfter: cut)] }
            let (head, body) = try exchange("GET /f HTTP/1.1\r\n\r\n", with: server)
            #expect(head.contains("\r\ncontent-length: 10"))
            #expect(body == Array("0123456789".utf8.prefix(Int(cut))))
        }
    }

    @Test(
        "Ranges are served as specified by RFC 9110",
        arguments: [
            ("bytes=2-", "", "206", "23456789", "bytes 2-9/10"), ("bytes=2-3", "", "206", "23", "bytes 2-3/10"),
            ("bytes=-3", "", "206", "789", "bytes 7-9/10"), ("bytes=8-99", "", "206", "89", "bytes 8-9/10"),
            ("bytes=10-", "", "416", "", "bytes */10"), ("bytes=x-", "", "200", "0123456789", nil),
            ("bytes=2-", "\"v1\"", "206", "23456789", "bytes 2-9/10"), ("bytes=2-", "\"v2\"", "200", "0123456789", nil),
            ("bytes=2-", "W/\"v1\"", "200", "0123456789", nil), ("lines=2-", "", "200", "0123456789", nil),
        ] as [(String, String, String, String, String?)]
    )
    func ranges(range: String, condition: String, status: String, content: String, contentRange: String?) throws {
        let file = FaultServer.File(Array("0123456789".utf8), etag: "\"v1\"")
        let server = try FaultServer { request, _ in [file.response(to: request), .close] }
        let ifRange = condition.isEmpty ? "" : "If-Range: \(condition)\r\n"
        let (head, body) = try exchange("GET /f HTTP/1.1\r\nRange: \(range)\r\n\(ifRange)\r\n", with: server)
        #expect(head.hasPrefix("HTTP/1.1 \(status) "))
        #expect(String(decoding: body, as: UTF8.self) == content)
        let line = head.split(separator: "\r\n").first { $0.hasPrefix("content-range: ") }
        #expect(line == contentRange.map { "content-range: \($0)" })
    }

    @Test("Files with different seeds differ, and any part of a file is reproducible")
    func generatedBytes() {
        let file = FaultServer.File(byteCount: 5_000_000)
        #expect(file.checksum != FaultServer.File(byteCount: 5_000_000, seed: 1).checksum)
        let part = file.bytes(1_048_000..<1_049_000)
        #expect(part.count == 1000)
        #expect(part == Array(file.bytes(0..<2_000_000)[1_048_000..<1_049_000]))
        #expect(file.bytes(4_999_999..<9_000_000).count == 1)
        #expect(FaultServer.File([]).bytes(0..<10).isEmpty)
    }

    @Test("A checksum does not depend on the chunks")
    func checksumOfPieces() {
        let bytes = FaultServer.File(byteCount: 41).bytes(0..<41)
        let whole = Checksum(bytes)
        for first in 0...41 {
            for second in stride(from: first, through: 41, by: 3) {
                var checksum = Checksum()
                for part in [bytes[..<first], bytes[first..<second], bytes[second...]] {
                    part.withUnsafeBytes { checksum.update($0) }
                }
                #expect(checksum == whole)
            }
        }
        #expect(Checksum(bytes.dropLast() + [bytes[40] ^ 1]) != whole)
        #expect(Checksum(Array(bytes.dropLast())) != whole)
    }

    @Test("Bytes sent slowly all arrive")
    func slowly() throws {
        let bytes = Array("0123456789".utf8)
        let server = try FaultServer { _, _ in
            [.head(["content-length: 10"]), .slowly(bytes, chunkSize: 3, pause: .milliseconds(1)), .close]
        }
        #expect(try exchange("GET / HTTP/1.1\r\n\r\n", with: server).body == bytes)
    }
}
