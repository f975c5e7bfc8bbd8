import Foundation
import Testing
import Waiter
import WaiterPlatform
import WaiterTestSupport

/// Whether this machine has a Python that can stand in for the engine.
private let hasPython = FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")
/// Whether the tests can act as another user.
private let hasOtherUser = geteuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")

@Suite("`waiter local` with a stand-in for llama-server", .enabled(if: isLinux && hasPython))
struct LocalServerTests {
    private static let nobody: uid_t = 65_534
    private static let asNobody = "setpriv --reuid=65534 --regid=65534 --clear-groups"

    /// A stand-in for llama.cpp's server: its flags, its address in the log, and rejection without the key.
    private static let engine = #"""
        import http.server, json, os, sys
        flags = dict(zip(sys.argv[1::2], sys.argv[2::2]))
        key = open(flags['--api-key-file']).read().strip()
        here = os.path.dirname(os.path.abspath(__file__))
        with open(here + '/seen.json', 'w') as file:
            json.dump({'arguments': sys.argv[1:], 'environment': dict(os.environ)}, file)

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                isOpen = self.path in ('/health', '/v1/models') or os.path.exists(here + '/open')
                isOpen = isOpen or self.path == '/slots' and os.path.exists(here + '/open-slots')
                isKnown = self.headers.get('Authorization') == 'Bearer ' + key
                self.send_response(200 if isOpen or isKnown else 401)
                self.end_headers()
            def log_message(self, *words): pass

        server = http.server.ThreadingHTTPServer(('127.0.0.1', int(flags['--port'])), Handler)
        address = 'http://127.0.0.1:%d' % server.server_port
        print('main: server is listening on %s - starting the main loop' % address, flush=True)
        server.serve_forever()
        """#

    /// A server that accepts everything and records which requests have a key.
    private static let impostor = #"""
        import http.server, os, sys
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                if self.headers.get('Authorization') or self.command == 'POST':
                    print('the impostor was asked', flush=True)
                self.send_response(200)
                self.end_headers()
            do_POST = do_GET
            def log_message(self, *words): pass
        server = http.server.ThreadingHTTPServer(('127.0.0.1', int(sys.argv[1])), Handler)
        print(sys.argv[2] % server.server_port, flush=True)
        server.serve_forever()
        """#

    private let fixture: CommandFixture
    private let environment: [String: String]
    private let start: [String]
    private var directory: String { fixture.waiterHome + "/local" }

    init() throws {
        fixture = try CommandFixture()
        environment = ["PATH": "\(fixture.waiterHome):/usr/bin:/bin"]
        start = ["local", "start", "--model-file", fixture.waiterHome + "/model.gguf"]
        try fixture.write("GGUF" + String(repeating: "\0", count: 2000), to: "model.gguf")
        try fixture.write(Self.engine, to: "engine.py", mode: 0o644)
        try fixture.write(Self.impostor, to: "impostor.py", mode: 0o644)
        try engine(#"exec /usr/bin/python3 -I "$(dirname "$0")/engine.py" "$@""#)
    }

    private func engine(_ script: String) throws {
        try fixture.write("#!/bin/sh\n\(script)\n", to: "llama-server", mode: 0o755)
    }

    /// Runs a body with the server's base URL while the server runs.
    private func withServer(_ options: [String] = [], _ body: (String) async throws -> Void) async throws {
        let started = try await fixture.run(start + options, environment: environment)
        try #require(started.exitCode == 0, "\(started.error)")
        do {
            try await body(String(started.output.dropLast()))
        } catch {
            _ = try await fixture.run(["local", "stop"])
            throw error
        }
        #expect(try await fixture.run(["local", "stop"]).error == "the local server has stopped\n")
    }

    private func file(_ name: String) -> String {
        String(decoding: FileManager.default.contents(atPath: "\(directory)/\(name)") ?? Data(), as: UTF8.self)
    }

    private func mode(_ name: String) -> mode_t {
        var status = stat()
        return lstat("\(directory)/\(name)", &status) == 0 ? status.st_mode & 0o777 : 0
    }

    private func currentKey() async throws -> String {
        let lines = try await fixture.run(["local", "env", "--shell", "sh"], environment: environment).output
        return String(lines.split(separator: "=").last?.dropLast() ?? "")
    }

    // MARK: Trust

    @Test("Another listener on the port is not trusted: only the engine reports that it is listening")
    func impostorOnThePort() async throws {
        // The port is free when it is checked; then another process takes it before the engine, which reports nothing.
        try engine(
            #"""
            while [ "$1" != --port ]; do shift; done
            cd "$(dirname "$0")"
            setsid /usr/bin/python3 -I impostor.py "$2" 'up %d' </dev/null >thief 2>&1 & echo $! > pid
            while ! grep -q up thief; do sleep 0.02; done
            sleep 1
            exit 1
            """#
        )
        let port = try FreePort().number
        let result = try await fixture.run(start + ["--port", "\(port)"], environment: environment)
        let thief = fixture.waiterHome
        if let process = Int32(text(thief + "/pid").filter(\.isNumber)) { kill(process, SIGKILL) }
        #expect(result.exitCode == 2 && result.output == "", "\(result.error)")
        #expect(result.error.contains("port \(port) on 127.0.0.1 is in use by another program"))
        #expect(text(thief + "/thief") == "up \(port)\n", "the key stays at home")
        #expect(try await fixture.run(["local", "status"]).output.contains("server     not running"))
    }

    @Test("A listener owned by another user is not trusted, whatever the engine reports", .enabled(if: hasOtherUser))
    func listenerOfAnotherUser() async throws {
        // As if an engine had closed its port again, or a model had forged such a log line.
        try engine(
            "exec \(Self.asNobody) /usr/bin/python3 -I \(fixture.waiterHome)/impostor.py 0 "
                + "'main: server is listening on http://127.0.0.1:%d'"
        )
        #expect(chmod(fixture.home, 0o755) == 0 && chmod(fixture.waiterHome, 0o755) == 0)
        let result = try await fixture.run(start, environment: environment)
        #expect(result.exitCode == 1 && result.output == "")
        #expect(result.error.contains("the engine does not listen on the reported port"), "\(result.error)")
        #expect(!file("server.log").contains("was asked"))
    }

    @Test(
        "A running server whose port another user has taken receives no prompt and no key",
        .enabled(if: hasOtherUser)
    )
    func portTakenOver() async throws {
        let pipe = Pipe()
        let impostor = Process()
        impostor.executableURL = URL(filePath: "/usr/bin/setpriv")
        impostor.arguments =
            Self.asNobody.split(separator: " ").dropFirst().map(String.init)
            + ["/usr/bin/python3", "-I", "-c", Self.impostor, "0", "up %d"]
        impostor.standardOutput = pipe
        try impostor.run()
        defer { kill(impostor.processIdentifier, SIGKILL) }
        let word = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
        let port = try #require(Int(word.filter(\.isNumber)))
        try await withServer { url in
            // The state of the live supervisor, except for the port: its engine has just exited.
            let own = try #require(Int(url.dropLast(3).split(separator: ":").last ?? ""))
            let state = file("server.json").replacing("\"port\" : \(own)", with: "\"port\" : \(port)")
            try #require(state.contains("\(port)"))
            try Data(state.utf8).write(to: URL(filePath: directory + "/server.json"))
            _ = try await fixture.run(["tokens", "count", "-m", "model", "Hi"], environment: environment)
            let models = try await fixture.run(["models", "--remote", "-P", "local"], environment: environment)
            #expect(models.exitCode == 9, "\(models.error)")
            let status = try await JSONValue(jsonText: fixture.run(["local", "status", "--json"]).output)
            #expect(status["server"]?["answering"] == false)
        }
        kill(impostor.processIdentifier, SIGKILL)
        let rest = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(!rest.contains("was asked"))
    }

    @Test("A chat whose server has stopped sends nothing to the new owner of the port")
    func chatAfterTheEnd() async throws {
        let started = try await fixture.run(start, environment: environment)
        #expect(started.exitCode == 0, "\(started.error)")
        let all = environment.merging(["TERM": "xterm"]) { $1 }
        let chat = try await fixture.start(["chat"], input: .terminal, environment: all, streams: .terminal)
        #expect(await chat.waitForOutput("> "), "\(chat.outputSoFar)")
        #expect(try await fixture.run(["local", "stop"]).exitCode == 0)
        let port = try #require(started.output.dropLast(4).split(separator: ":").last.map(String.init))
        let pipe = Pipe()
        let impostor = Process()
        impostor.executableURL = URL(filePath: "/usr/bin/python3")
        impostor.arguments = ["-I", "-c", Self.impostor, port, "up %d"]
        impostor.standardOutput = pipe
        try impostor.run()
        #expect(String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self) == "up \(port)\n")
        chat.type("my secret question\r")
        // The model file was given to the first start only.
        #expect(await chat.waitForOutput("no API key and no local model found"), "\(chat.outputSoFar)")
        chat.type("\u{4}")
        _ = await chat.result()
        kill(impostor.processIdentifier, SIGKILL)
        #expect(pipe.fileHandleForReading.readDataToEndOfFile().isEmpty)
    }

    @Test("The variables of a stopped server do not lead to another server")
    func variablesAfterTheEnd() async throws {
        var variables: [String: String] = [:]
        var port = ""
        try await withServer { url in
            variables = ["OPENAI_BASE_URL": url, "OPENAI_API_KEY": try await currentKey()]
            port = String(url.dropLast(3).split(separator: ":").last ?? "")
            let all = environment.merging(variables) { $1 }
            let models = try await fixture.run(["models", "--remote"], environment: all)
            #expect(!models.error.contains("has stopped"), "\(models.error)")
        }
        let pipe = Pipe()
        let impostor = Process()
        impostor.executableURL = URL(filePath: "/usr/bin/python3")
        impostor.arguments = ["-I", "-c", Self.impostor, port, "up %d"]
        impostor.standardOutput = pipe
        try impostor.run()
        #expect(String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self) == "up \(port)\n")
        let all = environment.merging(variables) { $1 }
        for words in [["-m", "model", "my secret"], ["models", "--remote"], ["doctor"]] {
            let result = try await fixture.run(words, environment: all)
            #expect(result.exitCode != 0, "\(words)")
            #expect(
                (result.output + result.error).contains("the local server at 127.0.0.1:\(port) has stopped"),
                "\(words)"
            )
        }
        kill(impostor.processIdentifier, SIGKILL)
        #expect(pipe.fileHandleForReading.readDataToEndOfFile().isEmpty)
    }

    @Test("A state file that others could have written, or that names another process, is not a running server")
    func stateOfOthers() async throws {
        try await withServer { _ in
            let path = directory + "/server.json"
            let state = file("server.json")
            #expect(state.contains("\"processStart\""))
            func isRunning() async throws -> Bool {
                try await fixture.run(["local", "status"]).output.contains("server     running")
            }
            #expect(try await isRunning())
            #expect(chmod(path, 0o644) == 0)
            #expect(try await !isRunning(), "readable by others")
            #expect(chmod(path, 0o600) == 0)
            #expect(try await isRunning())
            #expect(chmod(directory, 0o777) == 0)
            #expect(try await !isRunning(), "in a directory that others can write to")
            #expect(chmod(directory, 0o700) == 0)
            #expect(rename(path, path + ".real") == 0 && symlink(path + ".real", path) == 0)
            #expect(try await !isRunning(), "a link")
            #expect(rename(path + ".real", path) == 0)
            if geteuid() == 0 {
                #expect(chown(path, Self.nobody, Self.nobody) == 0)
                #expect(try await !isRunning(), "owned by another user")
                #expect(chown(path, 0, 0) == 0)
            }
            let start = try #require(try JSONValue(jsonText: state)["processStart"]?.intValue)
            let other = state.replacing("\(start)", with: "\(start + 1)")
            try Data(other.utf8).write(to: URL(filePath: path))
            #expect(try await !isRunning(), "another process with that id")
            try Data(state.utf8).write(to: URL(filePath: path))
            #expect(try await isRunning())
        }
    }

    @Test("Nothing is installed or started in a directory that others can write to or own")
    func directoryOfOthers() async throws {
        try fixture.makeDirectory("local")
        #expect(chmod(directory, 0o777) == 0)
        for words in [start, ["local", "install"]] {
            let result = try await fixture.run(words, environment: environment)
            #expect(result.exitCode == 1 && result.output == "")
            #expect(result.error.contains("other users can modify \(directory); run: chmod go-w"), "\(result.error)")
        }
        #expect(chmod(directory, 0o700) == 0)
        guard geteuid() == 0 else { return }
        #expect(chown(directory, Self.nobody, Self.nobody) == 0)
        let result = try await fixture.run(start, environment: environment)
        #expect(result.error.contains("\(directory) belongs to nobody"), "\(result.error)")
    }

    // MARK: The key

    @Test("An engine that accepts requests without the key is not used", arguments: ["open", "open-slots"])
    func openEngine(what: String) async throws {
        try fixture.write("", to: what)
        let result = try await fixture.run(start, environment: environment)
        #expect(result.exitCode == 1 && result.output == "")
        #expect(result.error.contains("the engine accepts requests without the key"), "\(result.error)")
    }

    @Test("The key is generated at each start, private, not in any argument, and removed with the server")
    func key() async throws {
        var keys: Set<String> = []
        for _ in 0..<2 {
            try await withServer { url in
                let key = try await currentKey()
                #expect(key.hasPrefix("local-") && key.count == 70)
                keys.insert(key)
                #expect(try JSONValue(jsonText: file("server.json"))["key"]?.stringValue == key)
                #expect(mode("server.json") == 0o600 && mode("server.key") == 0o600)
                let seen = text(fixture.waiterHome + "/seen.json")
                #expect(!seen.contains(key), "neither an argument nor a variable")
                #expect(try JSONValue(jsonText: seen)["arguments"]?.arrayValue?.contains("0") == true, "any free port")
                #expect(!url.hasSuffix(":0/v1"))
                for words in [["local", "status"], ["local", "status", "--json"], ["config", "show"]] {
                    #expect(try await !fixture.run(words, environment: environment).output.contains(key))
                }
            }
            #expect(mode("server.key") == 0 && mode("server.json") == 0)
        }
        #expect(keys.count == 2)
    }

    @Test("The key is sent with questions and appears in none of their output")
    func keyOfQuestions() async throws {
        try await withServer { _ in
            let key = try await currentKey()
            let result = try await fixture.run(["-P", "local", "-v", "--retries", "0", "Hi"], environment: environment)
            // The stand-in does not support POST.
            #expect(result.exitCode != 0)
            #expect(result.error.contains("authorization: "), "\(result.error)")
            #expect(!(result.error + result.output).contains(key))
        }
    }

    @Test("The engine inherits an allowlist of variables, without secrets or settings that break its authentication")
    func inheritedVariables() async throws {
        let secrets = [
            "OPENAI_API_KEY": "s", "AWS_SECRET_ACCESS_KEY": "s", "GITHUB_TOKEN": "s", "DATABASE_URL": "s",
            "HF_TOKEN": "s", "SSH_AUTH_SOCK": "s", "LLAMA_API_KEY": "s", "LLAMA_ARG_API_KEY_FILE": "/s",
            "LLAMA_ARG_HOST": "0.0.0.0", "LLAMA_ARG_LOG_FILE": "/s", "LLAMA_ARG_CORS_ORIGINS": "*",
            "AIP_MODE": "PREDICTION",
        ]
        let kept = ["LLAMA_ARG_N_GPU_LAYERS": "9", "CUDA_VISIBLE_DEVICES": "0", "LC_TIME": "C"]
        let all = environment.merging(secrets) { $1 }.merging(kept) { $1 }
        let started = try await fixture.run(start, environment: all)
        #expect(started.exitCode == 0, "\(started.error)")
        let seen = try JSONValue(jsonText: text(fixture.waiterHome + "/seen.json"))["environment"]
        for (name, value) in secrets { #expect(seen?[name]?.stringValue != value, "\(name)") }
        for (name, value) in kept { #expect(seen?[name]?.stringValue == value, "\(name)") }
        #expect(seen?["LLAMA_ARG_CORS_ORIGINS"] == "http://127.0.0.1")
        #expect(seen?["LLAMA_ARG_CORS_CREDENTIALS"] == "0")
        // The watchdog process lives as long as the engine.
        let pid = try #require(try JSONValue(jsonText: file("server.json"))["processID"]?.intValue)
        let variables = text("/proc/\(pid)/environ")
        #expect(variables.contains("PATH=") && !variables.contains("SECRET") && !variables.contains("TOKEN"))
        #expect(try await fixture.run(["local", "stop"]).exitCode == 0)
    }

    // MARK: Output

    @Test("env prints the variables for other programs in the syntax of their shell")
    func environmentLines() async throws {
        try await withServer { url in
            let key = try await currentKey()
            let lines = try await fixture.run(["local", "env"], environment: environment)
            #expect(lines.output == "export OPENAI_BASE_URL='\(url)'\nexport OPENAI_API_KEY=\(key)\n")
            let fish = "set -gx OPENAI_BASE_URL '\(url)'\nset -gx OPENAI_API_KEY \(key)\n"
            let named = try await fixture.run(["local", "env", "--shell", "fish"], environment: environment)
            #expect(named.output == fish)
            let inFish = environment.merging(["SHELL": "/usr/bin/fish"]) { $1 }
            #expect(try await fixture.run(["local", "env"], environment: inFish).output == fish)
        }
        let missing = try await CommandFixture().run(["local", "env"])
        #expect(missing.exitCode == 1 && missing.output == "")
    }

    @Test("The chat prompt of the local model shows the size of its context window")
    func contextInPrompt() async throws {
        try await withServer(["--context", "2048"]) { _ in
            let all = environment.merging(["TERM": "xterm"]) { $1 }
            let chat = try await fixture.start(["chat"], input: .terminal, environment: all, streams: .terminal)
            #expect(await chat.waitForOutput("0/2k > "), "\(chat.outputSoFar)")
            chat.type("\u{4}")
            #expect(await chat.result().exitCode == 0)
        }
    }
}

/// A port that was free a moment ago.
private struct FreePort {
    let number: Int

    init() throws {
        let socket = SocketCall.makeTCPSocket()
        defer { close(socket) }
        let bound = SocketCall.withLoopbackAddress(port: 0) { bind(socket, $0, $1) }
        number = try #require(bound == 0 ? SocketCall.port(of: socket) : nil)
    }
}

private func text(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
}
