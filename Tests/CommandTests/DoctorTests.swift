import Testing
import Waiter
import WaiterTestSupport

@Suite("waiter doctor")
struct DoctorTests {
    /// Returns a server with models and answers below `/v1` and nothing elsewhere.
    private static func scene() throws -> Scene {
        try Scene { request, _ in
            switch request.path {
            case "/v1/models": Reply.models("gpt-6.1-sol", "gpt-6.1-luna")
            case "/v1/chat/completions": Reply.completion("Hi")
            default: [.response("<h1>Not Found</h1>", status: "404 Not Found", headers: ["content-type: text/html"])]
            }
        }
    }

    private struct Step {
        var state: String
        var detail: String
        var remedy: String?
    }

    private func steps(_ result: CommandResult) throws -> [String: Step] {
        let findings = try #require(JSONValue(jsonText: result.output).arrayValue)
        return findings.reduce(into: [:]) { steps, finding in
            steps[finding["step"]?.stringValue ?? ""] = Step(
                state: finding["state"]?.stringValue ?? "",
                detail: finding["detail"]?.stringValue ?? "",
                remedy: finding["remedy"]?.stringValue
            )
        }
    }

    @Test("Without problems, each step is listed with its duration, and the exit code is 0")
    func healthy() async throws {
        let result = try await Self.scene().run("doctor")
        #expect(result.exitCode == 0)
        #expect(result.error == "")
        let lines = result.output.split(separator: "\n")
        for step in ["config", "files", "database", "key", "proxy", "dns", "tcp", "http", "models", "answer", "local"] {
            #expect(
                lines.contains { $0.hasPrefix("ok   \(step) ") && $0.contains(" ms)") },
                "\(step): \(result.output)"
            )
        }
        #expect(lines.contains("-    tls      the base URL uses http://"))
        #expect(result.output.contains("sk-...GHIJ from OPENAI_API_KEY"))
    }

    @Test("A base URL without its path is detected, and the correct one suggested")
    func missingPath() async throws {
        let scene = try Self.scene()
        let wrong = ["OPENAI_BASE_URL": scene.server.address]
        let result = try await scene.run("doctor", "--json", environment: wrong)
        #expect(result.exitCode == 1)
        let models = try #require(try steps(result)["models"])
        #expect(models.state == "failed")
        #expect(models.remedy == "the base URL should be \(scene.server.address)/v1; change it in OPENAI_BASE_URL")
        #expect(try steps(result)["answer"]?.state == "skipped")
    }

    @Test("A wrong port fails at tcp, a wrong host at dns, and https to a plain server at tls, each with a fix")
    func wrongAddress() async throws {
        let scene = try Self.scene()
        // Not the scene's own server, stopped: another test's server could take its port.
        let closed = try ClosedPort()
        defer { withExtendedLifetime(closed) {} }
        let cases = [
            (closed.address + "/v1", "tcp", "is the server running? check the port in the base URL"),
            ("https://no-such-host.invalid/v1", "dns", "check the host in the base URL"),
        ]
        for (address, step, remedy) in cases {
            let result = try await scene.run("doctor", "--json", environment: ["OPENAI_BASE_URL": address])
            #expect(result.exitCode == 1)
            let found = try #require(try steps(result)[step])
            #expect(found.state == "failed", "\(address)")
            #expect(found.remedy?.hasPrefix(remedy) == true, "\(found)")
        }
        let plain = try Scene(greeting: [.response("no", status: "400 Bad Request"), .close])
        let address = "https" + plain.server.address.dropFirst(4) + "/v1"
        let tls = try #require(
            try steps(try await plain.run("doctor", "--json", environment: ["OPENAI_BASE_URL": address]))["tls"]
        )
        #expect(tls.state == "failed")
        #expect(tls.remedy?.hasPrefix("if the server does not use TLS, use http:// in the base URL") == true)
    }

    @Test("A rejected key fails at models; an unavailable model gets a note with the closest name")
    func keyAndModel() async throws {
        let refusing = try Scene(Reply.error("401 Unauthorized", "Incorrect API key"))
        let refused = try await refusing.run("doctor", "--json")
        #expect(refused.exitCode == 1)
        let models = try #require(try steps(refused)["models"])
        #expect(models.detail.hasPrefix("the API key was rejected: Incorrect API key"))
        #expect(models.remedy == "check OPENAI_API_KEY")
        let other = try await Self.scene().run("doctor", "--json", "-m", "gpt-6.1-son")
        #expect(try steps(other)["models"]?.remedy == "did you mean -m gpt-6.1-sol?")
    }

    @Test("A broken config file and a key file that others can read fail at their own steps")
    func files() async throws {
        let scene = try Self.scene()
        try scene.fixture.write("{\n  \"modle\": 1\n}", to: "config.json")
        let broken = try await scene.run("doctor", "--json")
        #expect(broken.exitCode == 1)
        #expect(try steps(broken)["config"]?.remedy == "did you mean 'model'?")
        #expect(try steps(broken)["answer"]?.state == "skipped")

        let open = try Self.scene()
        try open.fixture.write("{}", to: "keys.json", mode: 0o644)
        let found = try steps(try await open.run("doctor", "--json"))
        #expect(found["config"]?.state == "ok")
        #expect(found["files"]?.remedy?.hasPrefix("run: chmod 600 ") == true)
    }

    @Test("A server that does not speak HTTP is distinguished from a network failure")
    func otherProtocol() async throws {
        let scene = try Scene(greeting: [.text("SSH-2.0-x\r\n")])
        let http = try #require(try steps(try await scene.run("doctor", "--json"))["http"])
        #expect(http.state == "failed")
        #expect(http.remedy?.hasSuffix("check the scheme and port of the base URL") == true)
    }

    @Test("A file where a directory is expected is detected")
    func fileForDirectory() async throws {
        let scene = try Self.scene()
        try scene.fixture.write("x", to: "templates")
        let files = try #require(try steps(try await scene.run("doctor", "--json"))["files"])
        #expect(files.detail.hasSuffix("/templates is not a directory"))
    }

    @Test("--offline sends no requests")
    func offline() async throws {
        let scene = try Self.scene()
        let result = try await scene.run("doctor", "--offline")
        #expect(result.exitCode == 0)
        #expect(result.output.contains("-    answer   --offline"))
        #expect(scene.server.connections == 0)
    }
}
