import Foundation
import Testing
import Waiter
import WaiterTestSupport

@Suite("Proxies", .timeLimit(.minutes(10)))
struct ProxyTests {
    private func client(
        _ proxy: OpenAI.Proxy,
        scheme: String = "http",
        configure: (inout OpenAI.Configuration) -> Void = { _ in }
    ) throws -> OpenAI {
        var configuration = try OpenAI.Configuration(
            apiKey: APIKey("sk-test"),
            baseURL: BaseURL("\(scheme)://api.example.com/v1?v=1"),
            proxy: proxy,
            allowsKeyOverPlainHTTP: true
        )
        configuration.retry.initialDelay = .milliseconds(1)
        configure(&configuration)
        return try OpenAI(configuration: configuration)
    }

    private func proxy(_ server: FaultServer) -> OpenAI.Proxy {
        OpenAI.Proxy(host: "127.0.0.1", port: server.port, user: "user", password: "pass-word")
    }

    private static let basic = "Basic " + Data("user:pass-word".utf8).base64EncodedString()

    @Test("The proxy of a tunnel receives its credentials and not the key")
    func tunnel() async throws {
        let server = try FaultServer { _, _ in [.text("HTTP/1.1 200 OK\r\n\r\n"), .close] }
        let error = await failure(try client(proxy(server), scheme: "https"))
        #expect(error?.code == .connection)
        let connect = server.requests[0]
        #expect(connect.method == "CONNECT" && connect.path == "api.example.com:443")
        #expect(connect.headers["proxy-authorization"] == Self.basic)
        #expect(connect.headers["authorization"] == nil)
    }

    @Test("Plain HTTP uses no tunnel: the proxy receives the whole URL, over pooled and new connections")
    func forwarded() async throws {
        let server = try FaultServer { _, count in count == 2 ? [.close] : [.response(completion)] }
        let client = try client(proxy(server))
        for _ in 0..<3 { _ = try await client.chat.completions.create(request, options: once) }
        #expect(server.requests.count == 4)
        for seen in server.requests {
            #expect(seen.method == "POST" && seen.path == "http://api.example.com/v1/chat/completions?v=1")
            #expect(seen.headers["host"] == "api.example.com")
            #expect(seen.headers["proxy-authorization"] == Self.basic)
            #expect(seen.headers["authorization"] == "Bearer sk-test")
        }
    }

    @Test("A refusal by a proxy is reported as such, without its credentials")
    func refusal() async throws {
        let answers = [
            ("407 Proxy Authentication Required", "requires valid credentials", 1),
            ("403 Forbidden", "refused to open a tunnel to the server", 3),
        ]
        for (status, words, attempts) in answers {
            let server = try FaultServer { _, _ in [.text("HTTP/1.1 \(status)\r\ncontent-length: 0\r\n\r\n")] }
            let error = await failure(try client(proxy(server), scheme: "https"), RequestOptions())
            #expect(error?.code == .connection)
            #expect(error?.connectionFailure == .proxy, "\(String(describing: error?.underlying))")
            #expect(error?.message == "the proxy 127.0.0.1:\(server.port) \(words)")
            #expect(error?.attempts == attempts)
            var dumped = ""
            dump(error, to: &dumped)
            #expect(!dumped.contains("pass-word"))
            #expect(!dumped.contains(Data("user:pass-word".utf8).base64EncodedString()))
        }
    }

    @Test("A proxy for plain HTTP that rejects its credentials receives one request")
    func credentialsOfForwarding() async throws {
        let server = try FaultServer { _, _ in
            [.response("who are you?", status: "407 Proxy Authentication Required")]
        }
        let error = await failure(try client(proxy(server)), RequestOptions())
        #expect(error?.connectionFailure == .proxy && error?.attempts == 1)
        #expect(error?.message == "the proxy 127.0.0.1:\(server.port) requires valid credentials")
        #expect(server.requests.count == 1)
    }

    @Test(
        "A proxy that is down, unknown or closes connections is named, and the server is not blamed",
        arguments: ["http", "https"]
    )
    func unreachable(scheme: String) async throws {
        let closed = try ClosedPort()
        let down = OpenAI.Proxy(host: "127.0.0.1", port: closed.port)
        var error = await failure(try client(down, scheme: scheme))
        #expect(error?.connectionFailure == .proxy)
        #expect(error?.message == "the proxy 127.0.0.1:\(closed.port) cannot be reached: connection refused")
        withExtendedLifetime(closed) {}
        let name = String(repeating: "a", count: 64) + ".invalid"
        error = await failure(try client(OpenAI.Proxy(host: name, port: 1), scheme: scheme))
        #expect(error?.connectionFailure == .proxy)
        #expect(error?.message == "the host name of the proxy \(name):1 cannot be resolved")
        let server = try FaultServer(onAccept: { _ in [.close] }, script: { _, _ in [] })
        error = await failure(try client(proxy(server), scheme: scheme))
        #expect(error?.code == .connection && error?.message.contains("closed") == true, "\(String(describing: error))")
        if scheme == "https" { #expect(error?.connectionFailure == .proxy) }
    }

    @Test("The connect deadline names a proxy that never responds")
    func silent() async throws {
        let server = try FaultServer { _, _ in [.stall] }
        let client = try client(proxy(server), scheme: "https") { $0.timeouts.connect = .milliseconds(300) }
        let error = await failure(client)
        #expect(error?.message == "no connection within 300 ms through the proxy 127.0.0.1:\(server.port)")
    }
}
