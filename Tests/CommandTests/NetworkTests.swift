import Testing
import Waiter
import WaiterTestSupport

@Suite("Servers that are unreachable, failing or slow")
struct NetworkTests {
    @Test("Connection refused: no listener on the port")
    func refused() async throws {
        let scene = try Scene([])
        let closed = try ClosedPort()
        let host = "127.0.0.1:\(closed.port)"
        let result = try await scene.run("x", "--retries", "0", "--base-url", closed.address + "/v1")
        withExtendedLifetime(closed) {}
        #expect(result.exitCode == 9)
        #expect(
            result.error == "waiter: connection failed (\(host), connection refused); "
                + "is the server running? check the base URL and its port\n"
        )
    }

    @Test("A host that does not exist")
    func unknownHost() async throws {
        let fixture = try CommandFixture()
        // A label longer than 63 characters is invalid, so that no DNS query is sent.
        let host = String(repeating: "a", count: 64) + ".test"
        let result = try await fixture.run(["--base-url", "https://\(host)/v1", "--key", "k", "--retries", "0", "x"])
        #expect(result.exitCode == 9)
        #expect(result.error.hasPrefix("waiter: unknown host (\(host), "))
        #expect(result.error.contains("check the base URL and the network"))
    }

    @Test("An https URL for a server without TLS")
    func noTLS() async throws {
        let scene = try Scene(greeting: [.text("HTTP/1.1 400 Bad Request\r\n\r\n"), .close])
        let address = "https://127.0.0.1:\(scene.server.port)/v1"
        let result = try await scene.run("x", "--retries", "0", "--base-url", address)
        #expect(result.exitCode == 9)
        #expect(result.error.hasPrefix("waiter: TLS connection failed (127.0.0.1:\(scene.server.port), TLS: "))
    }

    @Test("An unavailable proxy is named in the error and with -v, and a skipped retry is not announced")
    func proxies() async throws {
        let fixture = try CommandFixture()
        let closed = try ClosedPort()
        let down = ["HTTPS_PROXY": closed.address]
        let arguments = ["--base-url", "https://api.example.com/v1", "--key", "k", "-m", "m", "--retries", "0", "x"]
        let result = try await fixture.run(arguments, environment: down)
        withExtendedLifetime(closed) {}
        #expect(result.exitCode == 9)
        let proxy = "the proxy 127.0.0.1:\(closed.port)"
        #expect(
            result.error == "waiter: proxy connection failed (api.example.com, \(proxy) cannot be reached: "
                + "connection refused); check HTTPS_PROXY, HTTP_PROXY or ALL_PROXY\n"
        )
        let verbose = try await fixture.run(arguments + ["-v"], environment: down)
        #expect(verbose.error.contains("* connecting through \(proxy)"), "\(verbose.error)")
        let server = try FaultServer { _, _ in
            [.response("who are you?", status: "407 Proxy Authentication Required")]
        }
        let refused = try await fixture.run(
            ["--base-url", "https://api.example.com/v1", "--key", "k", "-m", "m", "x"],
            environment: ["ALL_PROXY": server.address]
        )
        #expect(refused.exitCode == 9 && refused.error.contains("127.0.0.1:\(server.port) requires valid credentials"))
        #expect(server.requests.count == 1 && !refused.error.contains("attempt 2"))
    }

    @Test("An unsupported proxy and a missing certificate file affect only the calls that need them")
    func uselessVariables() async throws {
        let scene = try Scene(Reply.stream("Hello"))
        let useless = ["ALL_PROXY": "socks5h://127.0.0.1:9", "SSL_CERT_FILE": "/nowhere/cert.pem"]
        #expect(try await scene.run("x", environment: useless).output == "Hello\n")
        let address = ["--base-url", "https://api.example.com/v1", "--key", "k", "-m", "m", "x"]
        let proxy = try await scene.fixture.run(address, environment: ["ALL_PROXY": "socks5h://127.0.0.1:9"])
        #expect(proxy.exitCode == 2 && proxy.error.contains("ALL_PROXY specifies a 'socks5h' proxy"))
        let file = try await scene.fixture.run(address, environment: ["SSL_CERT_FILE": "/nowhere/cert.pem"])
        #expect(file.exitCode == 2 && file.error.contains("SSL_CERT_FILE"))
    }

    @Test("A server that does not respond in time")
    func timeout() async throws {
        let scene = try Scene([.stall])
        let result = try await scene.run("x", "--timeout", "0.3")
        #expect(result.exitCode == 9)
        #expect(result.error.contains("300 ms (127.0.0.1:\(scene.server.port)); raise --timeout"))
        #expect(scene.server.requests.count == 1)
    }

    @Test("If a server stalls in mid-answer, the partial answer is printed and marked as incomplete")
    func silence() async throws {
        let scene = try Scene([.eventStreamHead, Reply.piece("Once upon"), .stall])
        let result = try await scene.run("x", "--timeout", "0.5")
        #expect(result.output == "Once upon\n")
        #expect(result.exitCode == 10)
        #expect(result.error.contains("raise --timeout"))
    }

    @Test("A failing server is retried, each attempt is reported as it happens, and then the failure")
    func serverErrors() async throws {
        let gate = Gate()
        let scene = try Scene { _, count in
            (count == 0 ? [] : [.wait(gate)])
                + Reply.error("503 Service Unavailable", "Overloaded.", headers: ["retry-after-ms: 1"])
        }
        let command = try await scene.start(["x", "--retries", "2"])
        #expect(await command.waitForError("(attempt 2 of 3)\n"))
        gate.open()
        let result = await scene.finish(command)
        #expect(result.exitCode == 9)
        #expect(
            result.errorLines == [
                "waiter: server error (HTTP 503); retrying in 1 ms (attempt 2 of 3)",
                "waiter: server error (HTTP 503); retrying in 1 ms (attempt 3 of 3)",
                "waiter: server error (127.0.0.1:\(scene.server.port), HTTP 503, 3 attempts); try again in 1 ms",
                "  Overloaded.",
            ]
        )
        #expect(scene.server.requests.count == 3)
    }

    @Test("A short rate limit causes a delay, reported only on standard error")
    func rateLimitOnce() async throws {
        let scene = try Scene { _, count in
            count == 0
                ? Reply.error(
                    "429 Too Many Requests",
                    "Slow down.",
                    headers: ["retry-after-ms: 20", "x-ratelimit-remaining-requests: 0"]
                ) : Reply.stream("Hello")
        }
        let result = try await scene.run("x")
        #expect(result.output == "Hello\n")
        #expect(result.exitCode == 0)
        #expect(
            result.error
                == "waiter: rate limit of requests reached (HTTP 429); retrying in 20 ms (attempt 2 of 3)\n"
        )
    }

    @Test("-q hides retry delays")
    func quiet() async throws {
        let scene = try Scene { _, count in
            count == 0
                ? Reply.error("429 Too Many Requests", "", headers: ["retry-after-ms: 1"]) : Reply.stream("Hello")
        }
        let result = try await scene.run("x", "-q")
        #expect(result.output == "Hello\n")
        #expect(result.error == "")
    }

    @Test("--retries 0 makes a single attempt")
    func noRetries() async throws {
        let scene = try Scene(Reply.error("500 Internal Server Error", "Broken."))
        let result = try await scene.run("x", "--retries", "0")
        #expect(result.exitCode == 9)
        #expect(scene.server.requests.count == 1)
    }

    @Test(
        "An invalid base URL is reported with the reason and its source",
        arguments: [
            ("localhost:8080/v1", "it has no scheme"),
            ("http://localhost:99999", "its host or port is missing or invalid"),
            ("ftp://localhost/v1", "its scheme is neither http nor https"),
            ("http://me@localhost/v1", "user information"),
        ]
    )
    func badBaseURL(address: String, reason: String) async throws {
        let fixture = try CommandFixture()
        let flag = try await fixture.run(["--base-url", address, "--key", "k", "x"])
        #expect(flag.exitCode == 2)
        #expect(flag.error.hasPrefix("waiter: the base URL is invalid: "))
        #expect(flag.error.contains(reason))
        #expect(flag.error.contains("(--base-url)"))
        let variable = try await fixture.run(["x"], environment: ["OPENAI_BASE_URL": address, "OPENAI_API_KEY": "k"])
        #expect(variable.error.contains("(OPENAI_BASE_URL)"))
    }

    @Test("A key is not sent over plain http to another machine")
    func plainHTTP() async throws {
        let fixture = try CommandFixture()
        let result = try await fixture.run(["--base-url", "http://192.0.2.1/v1", "--key", "k", "x"])
        #expect(result.exitCode == 2)
        #expect(result.error.hasPrefix("waiter: the key would be sent to 192.0.2.1 unencrypted; use https"))
    }
}
