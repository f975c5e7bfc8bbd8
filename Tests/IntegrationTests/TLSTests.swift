import Foundation
import Testing
import Waiter
import WaiterTestSupport

@Suite("TLS failures", .timeLimit(.minutes(10)))
struct TLSTests {
    private func failure(
        _ address: String,
        trusting certificate: TLSServer.Certificate? = nil
    ) async throws -> OpenAIError? {
        var configuration = try OpenAI.Configuration(apiKey: APIKey("k"), baseURL: BaseURL(address))
        configuration.retry.initialDelay = .milliseconds(1)
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".pem")
        defer { try? FileManager.default.removeItem(at: file) }
        if let certificate {
            try Data(certificate.pem.utf8).write(to: file)
            configuration.tls.certificateFile = file.path
        }
        let client = try OpenAI(configuration: configuration)
        return await IntegrationTests.failure(client, RequestOptions())
    }

    @Test(
        "An expired certificate, one for another host and an unknown authority are reported as such, after one attempt"
    )
    func certificates() async throws {
        let cases: [(TLSServer.Certificate, trusted: Bool, words: String)] = [
            (.expired, true, "TLS: the server's certificate expired on 2021-01-01"),
            (.expired, false, "TLS: the server's certificate expired on 2021-01-01"),
            (.valid, false, "TLS: the server's certificate was issued by an unknown authority"),
            (.other, true, "TLS: the server's certificate is for a different host"),
        ]
        for (certificate, isTrusted, words) in cases {
            let server = try await TLSServer(certificate)
            let error = try await failure(server.address, trusting: isTrusted ? certificate : nil)
            #expect(error?.connectionFailure == .tls)
            #expect(error?.message == words, "\(String(describing: error?.underlying))")
            #expect(error?.attempts == 1)
        }
    }

    @Test("A server that requires a client certificate is reported as such, after one attempt")
    func clientCertificate() async throws {
        let server = try await TLSServer(.valid, asksForCertificate: true)
        let error = try await failure(server.address, trusting: .valid)
        #expect(error?.connectionFailure == .tls, "\(String(describing: error?.underlying))")
        #expect(error?.message == "TLS: the server requires a client certificate, which is not supported")
        #expect(error?.attempts == 1)
    }

    @Test("A handshake that is reset or closed is retried; a server without TLS is not")
    func handshakes() async throws {
        let cases: [([FaultServer.Step], words: String, attempts: Int)] = [
            ([.reset], "TLS: the server reset the connection during the handshake", 3),
            ([.halfClose, .stall], "TLS: the server reset the connection during the handshake", 3),
            ([.text("HTTP/1.1 400 Bad Request\r\n\r\n")], "TLS: the server does not speak TLS on this port", 1),
            ([.text("SSH-2.0-OpenSSH\r\n")], "TLS: the server does not speak TLS on this port", 1),
        ]
        for (steps, words, attempts) in cases {
            let server = try FaultServer(onAccept: { _ in steps + [.stall] }, script: { _, _ in [] })
            let error = try await failure("https://127.0.0.1:\(server.port)/v1")
            #expect(error?.connectionFailure == .tls, "\(words): \(String(describing: error?.underlying))")
            // The timing of the client decides whether it sees the end or the reset first.
            let seen = error?.message.replacing("closed the connection", with: "reset the connection")
            #expect(seen == words, "\(String(describing: error?.underlying))")
            #expect(error?.attempts == attempts)
        }
    }

    @Test("A missing certificate file prevents only HTTPS calls")
    func missingFile() async throws {
        let server = try FaultServer { _, _ in [.response(completion)] }
        let client = try makeClient(server) { $0.tls.certificateFile = "/nowhere/cert.pem" }
        #expect(try await client.chat.completions.create(request).choices.count == 1)
        let secure = try OpenAI.Configuration(
            apiKey: APIKey("k"),
            baseURL: BaseURL("https://127.0.0.1/v1"),
            tls: OpenAI.TLS(certificateFile: "/nowhere/cert.pem")
        )
        let error = #expect(throws: OpenAIError.self) { try OpenAI(configuration: secure) }
        #expect(error?.code == .configuration && error?.message.contains("SSL_CERT_FILE") == true)
    }
}
