import Testing

@testable import WaiterLocal

@Suite("The engine's report of its address")
struct EngineReportTests {
    private func port(_ engine: LocalEngine.Kind, _ text: String) -> Int? {
        var report = EngineReport(engine: engine, word: "secret")
        // Split anywhere, as by a pipe.
        for byte in text.utf8 {
            if let port = report.append([byte]) { return port }
        }
        return nil
    }

    @Test(
        "Log lines of recent llama-server versions are recognized",
        arguments: [
            "srv  llama_server: listening on http://127.0.0.1:43211\n",
            "main: server is listening on http://127.0.0.1:43211 - starting the main loop\n",
            "0.01.234 I main: HTTP server is listening, hostname: 127.0.0.1, port: 43211, http threads: 3\n",
            "loading\nmain: server is listening on http://127.0.0.1:43211\nmore\n",
        ]
    )
    func llamaServer(text: String) {
        #expect(port(.llamaServer, text) == 43_211)
    }

    @Test(
        "A line without a loopback address is not a report",
        arguments: [
            "main: binding port with default address family\n", "listening on http://0.0.0.0:43211\n",
            "listening on http://127.0.0.1:0\n", "listening on http://127.0.0.1:99999\n",
            "http://127.0.0.1:43211\n", "listening on unix:///tmp/x.sock\n",
            "main: server is listening on http://127.0.0.1:43211",
            "listening " + String(repeating: "x", count: 5000) + "http://127.0.0.1:43211\n",
        ]
    )
    func noReport(text: String) {
        #expect(port(.llamaServer, text) == nil)
    }

    @Test("The bundled script's report contains the token of its start")
    func script() {
        let report = #"{"listening": "http://127.0.0.1:43211", "word": "secret"}"# + "\n"
        #expect(port(.xllamacpp, "llama.cpp says\n" + report) == 43_211)
        // As a template or the name of a model file could make llama.cpp print it.
        let forged = #"{"listening": "http://127.0.0.1:6666", "word": "guessed"}"# + "\n"
        #expect(port(.xllamacpp, forged) == nil)
        #expect(port(.xllamacpp, "srv: listening on http://127.0.0.1:6666\n") == nil)
        #expect(port(.xllamacpp, forged + report) == 43_211)
    }
}
