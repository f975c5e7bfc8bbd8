import Foundation
import Testing
import Waiter
import WaiterPlatform
import WaiterTestSupport

/// Whether this machine has a Python that can stand in for the engine.
private let hasPython = FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")

@Suite("The owner of the local server's port", .enabled(if: isLinux && hasPython), .timeLimit(.minutes(5)))
struct LocalPortTests {
    /// A stand-in for llama.cpp's server that gives its port away, once the file `stall` exists, while a connection to it is
    /// being established.
    ///
    /// It stops accepting, and fills the queue of connections. The kernel then drops the next attempt, and repeats it a second
    /// later. In the meantime the port gets a new owner, who is another user if that is possible.
    private static let engine = #"""
        import http.server, os, select, socket, subprocess, sys, threading, time
        flags = dict(zip(sys.argv[1::2], sys.argv[2::2]))
        key = open(flags['--api-key-file']).read().strip()
        here = os.path.dirname(os.path.abspath(__file__))

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                isKnown = self.headers.get('Authorization') == 'Bearer ' + key
                self.send_response(200 if isKnown or self.path == '/health' else 401)
                self.end_headers()
            def log_message(self, *words): pass

        # A request that the stopped supervisor has begun must not keep the others waiting.
        server = http.server.ThreadingHTTPServer(('127.0.0.1', int(flags['--port'])), Handler)
        port = server.server_port

        def attempts():
            rows = [line.split() for line in open('/proc/net/tcp')][1:]
            return {row[1] for row in rows if row[3] == '02' and row[2] == '0100007F:%04X' % port}

        def give_away():
            while not os.path.exists(here + '/stall'): time.sleep(0.01)
            user = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] if os.geteuid() == 0 else []
            seen = open(here + '/seen', 'w')
            thief = subprocess.Popen(user + [sys.executable, '-I', here + '/thief.py', str(port)],
                stdin=subprocess.PIPE, stdout=seen, start_new_session=True)
            while 'ready' not in open(here + '/seen').read(): time.sleep(0.01)
            server.shutdown()
            queue = []
            while True:
                attempt = socket.socket()
                attempt.setblocking(False)
                attempt.connect_ex(('127.0.0.1', port))
                queue.append(attempt)
                if not select.select([], [attempt], [], 0.2)[1]: break
            own = attempts()
            open(here + '/stalled', 'w').close()
            while not attempts() - own: time.sleep(0.01)
            for attempt in queue: attempt.close()
            server.server_close()
            thief.stdin.write(b'now\n')
            thief.stdin.flush()

        threading.Thread(target=give_away, daemon=True).start()
        print('main: server is listening on http://127.0.0.1:%d - starting' % port, flush=True)
        server.serve_forever(0.01)
        threading.Event().wait()
        """#

    /// A server that takes a port when it reads a line, and records how much it receives on each connection.
    private static let thief = #"""
        import os, socket, sys, threading
        def end_with_parent():
            sys.stdin.read()
            os._exit(0)
        print('ready', flush=True)
        sys.stdin.readline()
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(('127.0.0.1', int(sys.argv[1])))
        listener.listen(64)
        threading.Thread(target=end_with_parent, daemon=True).start()
        while True:
            connection, _ = listener.accept()
            try: count = len(connection.recv(65536))
            except OSError: count = 0
            print('received %d' % count, flush=True)
            connection.close()
        """#

    private let fixture: CommandFixture
    private let environment: [String: String]
    private var home: String { fixture.waiterHome }

    init() throws {
        fixture = try CommandFixture()
        environment = ["PATH": "\(fixture.waiterHome):/usr/bin:/bin"]
        try fixture.write("GGUF" + String(repeating: "\0", count: 2000), to: "model.gguf")
        try fixture.write(Self.engine, to: "engine.py", mode: 0o644)
        try fixture.write(Self.thief, to: "thief.py", mode: 0o644)
        let script = #"exec /usr/bin/python3 -I "$(dirname "$0")/engine.py" "$@""#
        try fixture.write("#!/bin/sh\n\(script)\n", to: "llama-server", mode: 0o755)
        // Another user has to reach the script.
        try #require(chmod(fixture.home, 0o755) == 0 && chmod(home, 0o755) == 0)
    }

    private func content(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }

    private var state: JSONValue {
        get throws { try JSONValue(jsonText: content(home + "/local/server.json")) }
    }

    /// Starts the server, runs a body with the variables that lead to it, and stops it.
    private func withServer(_ body: ([String: String]) async throws -> Void) async throws {
        let words = ["local", "start", "--model-file", home + "/model.gguf"]
        let started = try await fixture.run(words, environment: environment)
        try #require(started.exitCode == 0, "\(started.error)")
        var variables = environment
        variables["OPENAI_BASE_URL"] = String(started.output.dropLast())
        variables["OPENAI_API_KEY"] = try state["key"]?.stringValue
        do {
            try await body(variables)
        } catch {
            _ = try await fixture.run(["local", "stop"])
            throw error
        }
        #expect(try await fixture.run(["local", "stop"]).exitCode == 0)
    }

    @Test("A process that takes the port while a connection is being established receives nothing")
    func takenWhileConnecting() async throws {
        try await withServer { variables in
            // The supervisor's own requests would be the ones that are waited for.
            let supervisor = try #require(try state["processID"]?.intValue.map(Int32.init))
            #expect(kill(supervisor, SIGSTOP) == 0)
            defer { kill(supervisor, SIGCONT) }
            try fixture.write("", to: "stall")
            let end = ContinuousClock.now + .seconds(60)
            while !FileManager.default.fileExists(atPath: home + "/stalled"), .now < end {
                try await Task.sleep(for: .milliseconds(5))
            }
            try #require(FileManager.default.fileExists(atPath: home + "/stalled"))
            let result = try await fixture.run(["-m", "model", "--retries", "0", "my secret"], environment: variables)
            #expect(result.exitCode != 0 && result.output == "")
            #expect(result.error.contains("the local server has stopped"), "\(result.error)")
            #expect(content(home + "/seen") == "ready\nreceived 0\n")
        }
    }

    @Test("Another of the user's processes on the port of a live supervisor receives neither prompt nor key")
    func otherProcess() async throws {
        try await withServer { variables in
            let own = try #require(try state["port"]?.intValue)
            let server = try FaultServer { _, _ in [.reset] }
            let text = content(home + "/local/server.json")
            let moved = text.replacing("\"port\" : \(own)", with: "\"port\" : \(server.port)")
            try #require(moved != text)
            try Data(moved.utf8).write(to: URL(filePath: home + "/local/server.json"))
            var variables = variables
            variables["OPENAI_BASE_URL"] = server.address + "/v1"
            let result = try await fixture.run(["-m", "model", "my secret"], environment: variables)
            #expect(result.exitCode != 0)
            #expect(result.error.contains("has stopped"), "\(result.error)")
            let status = try await JSONValue(jsonText: fixture.run(["local", "status", "--json"]).output)
            #expect(status["server"]?["answering"] == false)
            #expect(server.requests.isEmpty)
        }
    }

    @Test("The state of a server names the process that listens, and its socket")
    func recordedSocket() async throws {
        try await withServer { _ in
            let socket = try #require(try state["socket"])
            let process = try #require(socket["process"]?.stringValue.flatMap { ProcessIdentity($0) })
            #expect(process.isAlive)
            #expect(content("/proc/\(process.id)/cmdline").contains("engine.py"), "not the shell that watches it")
            #expect(try #require(socket["inode"]?.intValue) > 0)
        }
    }
}
