import Testing
import Waiter
import WaiterPlatform
import WaiterTestSupport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
@Suite("`waiter local` on a machine without the model")
struct LocalCommandTests {
    private let fixture: CommandFixture
    private var directory: String { fixture.waiterHome + "/local" }

    init() throws {
        fixture = try CommandFixture()
    }

    /// A custom `llama-server` that only runs these lines, and a file that resembles a model.
    private func fakeEngine(_ script: String) throws -> (environment: [String: String], model: String) {
        try fixture.write("#!/bin/sh\n\(script)\n", to: "llama-server", mode: 0o700)
        try fixture.write("GGUF" + String(repeating: "\0", count: 2000), to: "model.gguf")
        return (["PATH": "\(fixture.waiterHome):/usr/bin:/bin"], fixture.waiterHome + "/model.gguf")
    }

    @Test("Status lists missing components and how to install them, as text and as JSON")
    func status() async throws {
        let words = try await fixture.run(["local", "status"])
        #expect(words.exitCode == 0)
        #expect(
            words.output == """
                engine     not installed: run 'waiter local install'
                model      not installed: run 'waiter local install'
                directory  \(directory) (0 B)
                server     not running
                log        \(directory)/server.log

                """
        )
        let json = try await JSONValue(jsonText: fixture.run(["local", "status", "--json"]).output)
        #expect(json["installed"] == false)
        #expect(json["server"] == .null)
    }

    @Test("Stopping a server that is not running is not an error")
    func stop() async throws {
        let result = try await fixture.run(["local", "stop"])
        #expect(result.exitCode == 0)
        #expect(result.output == "")
        #expect(result.error == "no local server was running\n")
        #expect(try await fixture.run(["local", "stop", "-q"]).error == "")
    }

    @Test("Starting without an installation prints the command to run and nothing else")
    func startNotInstalled() async throws {
        let result = try await fixture.run(["local", "start"])
        #expect(result.exitCode == 1)
        #expect(result.output == "")
        #expect(result.error == "waiter: the local model is not installed; run `waiter local install`\n")
    }

    @Test("The error for an invalid model file names it")
    func noModelFile() async throws {
        let (environment, _) = try fakeEngine("exit 0")
        let result = try await fixture.run(
            ["local", "start", "--model-file", "/nowhere/model.gguf"],
            environment: environment
        )
        #expect(result.exitCode == 2)
        #expect(result.error.hasPrefix("waiter: the model file /nowhere/model.gguf cannot be read"))
    }

    @Test("A port used by another program is rejected, not shared")
    func takenPort() async throws {
        let (environment, model) = try fakeEngine("exit 0")
        let other = try FaultServer { _, _ in [] }
        let result = try await fixture.run(
            ["local", "start", "--model-file", model, "--port", "\(other.port)"],
            environment: environment
        )
        #expect(result.exitCode == 2)
        #expect(
            result.error == "waiter: port \(other.port) on 127.0.0.1 is in use by another program; "
                + "omit --port to use any free port, or choose another port\n"
        )
    }

    @Test("An option out of range is rejected before anything starts")
    func badOptions() async throws {
        let port = try await fixture.run(["local", "start", "--port", "70000"])
        #expect(port.exitCode == 2)
        #expect(port.error.contains("the port must be between 1 and 65535"))
        #expect(try await fixture.run(["local", "start", "--idle", "0"]).exitCode == 2)
    }

    @Test("An engine that exits at once fails the start with its own message")
    func brokenEngine() async throws {
        let (environment, model) = try fakeEngine("echo 'illegal instruction, sorry'; exit 3")
        let result = try await fixture.run(["local", "start", "--model-file", model], environment: environment)
        #expect(result.exitCode == 1)
        #expect(result.output == "")
        #expect(result.error.contains("waiter: the local server did not start"))
        #expect(result.error.contains("illegal instruction, sorry"))
        #expect(try await fixture.run(["local", "status"]).output.contains("server     not running"))
    }

    @Test("Ctrl-C during startup also ends the server")
    func interruptedStart() async throws {
        let (environment, model) = try fakeEngine("echo $$ > \(fixture.waiterHome)/pid; exec sleep 600")
        let command = try await fixture.start(
            ["local", "start", "--model-file", model, "--idle", "90"],
            environment: environment
        )
        #expect(
            await command.waitForError("waiter: starting the local model (stops after 1 min 30 s without a request)")
        )
        command.send(signal: SIGINT)
        let result = await command.result()
        #expect(result.exitCode == 130)
        #expect(result.output == "")
        #expect(try await fixture.run(["local", "status"]).output.contains("server     not running"))
        // Written by the engine unless it was terminated before its first output.
        let engine = (try? String(contentsOfFile: fixture.waiterHome + "/pid", encoding: .utf8)) ?? ""
        if let process = Int32(engine.filter(\.isNumber)) { #expect(kill(process, 0) != 0) }
    }

    @Test("An installation without network fails with a message and leaves nothing behind", .enabled(if: hasPython))
    func installWithoutNetwork() async throws {
        // A port that is only free could be taken by another test's server.
        let dead = try ClosedPort()
        defer { withExtendedLifetime(dead) {} }
        let environment = [
            "PIP_INDEX_URL": "http://127.0.0.1:\(dead.port)/simple", "PIP_CONFIG_FILE": "/dev/null",
            "PIP_RETRIES": "0",
        ]
        let result = try await fixture.run(["local", "install"], environment: environment)
        #expect(result.exitCode == 9)
        #expect(result.output == "")
        #expect(result.error.hasPrefix("downloading 127 MB (xllamacpp "))
        #expect(
            result.error.contains(
                "waiter: pip could not reach the package index; "
                    + "check the network connection, PIP_INDEX_URL and the proxy variables, then try again"
            )
        )
        let status = try await JSONValue(jsonText: fixture.run(["local", "status", "--json"]).output)
        #expect(status["installed"] == false)
        #expect(status["bytes"]?.intValue ?? .max < 100_000)
    }

    @Test(
        "An installation on a full disk reports how much space is missing",
        .enabled("mounting is allowed") { await canMount() }
    )
    func installOnFullDisk() async throws {
        let script = #"mkdir -p "$1" && mount -t tmpfs -o size=1m,mode=700 tmpfs "$1" && exec "$0" local install"#
        let result = try await fixture.run(
            ["-rm", "sh", "-c", script, try #require(CommandFixture.executable), directory],
            executable: "/usr/bin/unshare"
        )
        #expect(result.exitCode == 1)
        #expect(
            result.error.contains("waiter: installing into \(directory) requires 600 MB of disk space (1 MB available)")
        )
        #expect(result.error.contains("free some space"))
    }
}

/// Whether this machine has a Python that the command can use.
private let hasPython = ["/usr/bin/python3", "/usr/local/bin/python3"].contains {
    FileManager.default.isExecutableFile(atPath: $0)
}

/// Whether a file system can be mounted in a separate namespace.
private func canMount() async -> Bool {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/unshare"), let fixture = try? CommandFixture() else {
        return false
    }
    let result = try? await fixture.run(
        ["-rm", "mount", "-t", "tmpfs", "tmpfs", fixture.home],
        executable: "/usr/bin/unshare"
    )
    return result?.exitCode == 0
}
