import Foundation
import Testing
import Waiter
import WaiterTestSupport

@Suite("Going through a proxy", .timeLimit(.minutes(1)))
struct ProxyTests {
    /// A server that is proxy and target in one: it takes a CONNECT, then answers what comes through the tunnel.
    private func client(_ proxy: FaultServer, user: String? = "user", password: String? = "pass-word") throws -> OpenAI
    {
        try OpenAI(
            configuration: .init(
                apiKey: APIKey("sk-test"),
                baseURL: BaseURL("http://api.example.com/v1"),
                proxy: OpenAI.Proxy(host: "127.0.0.1", port: proxy.port, user: user, password: password),
                allowsKeyOverPlainHTTP: true
            )
        )
    }

    @Test("The proxy gets its credentials and not the key; the target gets the key and not the credentials")
    func credentials() async throws {
        let proxy = try FaultServer { request, _ in
            request.method == "CONNECT" ? [.text("HTTP/1.1 200 OK\r\n\r\n")] : [.response(completion)]
        }
        _ = try await client(proxy).chat.completions.create(request, options: once)
        let basic = "Basic " + Data("user:pass-word".utf8).base64EncodedString()
        let connect = proxy.requests[0]
        #expect(connect.path == "api.example.com:80")
        #expect(connect.headers["proxy-authorization"] == basic)
        #expect(connect.headers["authorization"] == nil)
        let inner = proxy.requests[1]
        #expect(inner.headers["authorization"] == "Bearer sk-test")
        #expect(inner.headers["proxy-authorization"] == nil)
        #expect(inner.path == "/v1/chat/completions")
    }

    @Test("A proxy that refuses is an error of the proxy, without its credentials")
    func refusal() async throws {
        for status in ["407 Proxy Authentication Required", "403 Forbidden", "502 Bad Gateway"] {
            let proxy = try FaultServer { _, _ in [.text("HTTP/1.1 \(status)\r\ncontent-length: 0\r\n\r\n")] }
            let error = await failure(try client(proxy))
            #expect(error?.code == .connection)
            #expect(error?.connectionFailure == .proxy, "\(String(describing: error?.underlying))")
            var dumped = ""
            dump(error, to: &dumped)
            #expect(!dumped.contains("pass-word"))
            #expect(!dumped.contains(Data("user:pass-word".utf8).base64EncodedString()))
        }
    }
}
