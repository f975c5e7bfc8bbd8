import Testing
import WaiterTestSupport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("Help")
struct HelpTests {
    /// Compares with the file in `Snapshots`; WAITER_RECORD_SNAPSHOTS=1 records it again.
    private func expect(_ text: String, snapshot name: String, sourceLocation: SourceLocation = #_sourceLocation) throws
    {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Snapshots")
        let file = folder.appendingPathComponent(name + ".txt")
        if ProcessInfo.processInfo.environment["WAITER_RECORD_SNAPSHOTS"] == "1" {
            try Data(text.utf8).write(to: file)
        }
        let recorded = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        #expect(text == recorded, sourceLocation: sourceLocation)
    }

    static let pages: [(name: String, arguments: [String])] = [
        ("waiter-help", ["--help"]),
        ("ask-help", ["ask", "--help"]),
        ("chat-help", ["chat", "--help"]),
        ("batch-help", ["batch", "--help"]),
        ("batch-run-help", ["batch", "run", "--help"]),
        ("batch-work-help", ["batch", "work", "--help"]),
        ("batch-status-help", ["batch", "status", "--help"]),
        ("batch-retry-help", ["batch", "retry", "--help"]),
        ("batch-export-help", ["batch", "export", "--help"]),
        ("batch-cancel-help", ["batch", "cancel", "--help"]),
        ("batch-rm-help", ["batch", "rm", "--help"]),
        ("log-help", ["log", "--help"]),
        ("log-list-help", ["log", "list", "--help"]),
        ("log-show-help", ["log", "show", "--help"]),
        ("log-search-help", ["log", "search", "--help"]),
        ("log-rename-help", ["log", "rename", "--help"]),
        ("log-branch-help", ["log", "branch", "--help"]),
        ("log-rm-help", ["log", "rm", "--help"]),
        ("log-export-help", ["log", "export", "--help"]),
        ("log-import-help", ["log", "import", "--help"]),
        ("log-path-help", ["log", "path", "--help"]),
        ("models-help", ["models", "--help"]),
        ("models-list-help", ["models", "list", "--help"]),
        ("models-show-help", ["models", "show", "--help"]),
        ("models-default-help", ["models", "default", "--help"]),
        ("models-alias-help", ["models", "alias", "--help"]),
        ("models-update-help", ["models", "update", "--help"]),
        ("usage-help", ["usage", "--help"]),
        ("usage-show-help", ["usage", "show", "--help"]),
        ("usage-budget-help", ["usage", "budget", "--help"]),
        ("usage-budget-set-help", ["usage", "budget", "set", "--help"]),
        ("usage-budget-list-help", ["usage", "budget", "list", "--help"]),
        ("usage-budget-rm-help", ["usage", "budget", "rm", "--help"]),
        ("usage-export-help", ["usage", "export", "--help"]),
        ("usage-import-help", ["usage", "import", "--help"]),
        ("embed-help", ["embed", "--help"]),
        ("embed-texts-help", ["embed", "texts", "--help"]),
        ("embed-list-help", ["embed", "list", "--help"]),
        ("embed-rm-help", ["embed", "rm", "--help"]),
        ("similar-help", ["similar", "--help"]),
        ("files-help", ["files", "--help"]),
        ("files-list-help", ["files", "list", "--help"]),
        ("files-put-help", ["files", "put", "--help"]),
        ("files-get-help", ["files", "get", "--help"]),
        ("files-rm-help", ["files", "rm", "--help"]),
        ("tokens-help", ["tokens", "--help"]),
        ("tokens-count-help", ["tokens", "count", "--help"]),
        ("tokens-encode-help", ["tokens", "encode", "--help"]),
        ("tokens-decode-help", ["tokens", "decode", "--help"]),
        ("tokens-fit-help", ["tokens", "fit", "--help"]),
        ("config-help", ["config", "--help"]),
        ("config-path-help", ["config", "path", "--help"]),
        ("config-profiles-help", ["config", "profiles", "--help"]),
        ("config-show-help", ["config", "show", "--help"]),
        ("completions-help", ["completions", "--help"]),
        ("completions-bash-help", ["completions", "bash", "--help"]),
        ("completions-zsh-help", ["completions", "zsh", "--help"]),
        ("completions-fish-help", ["completions", "fish", "--help"]),
        ("keys-help", ["keys", "--help"]),
        ("keys-set-help", ["keys", "set", "--help"]),
        ("keys-list-help", ["keys", "list", "--help"]),
        ("keys-rm-help", ["keys", "rm", "--help"]),
        ("keys-path-help", ["keys", "path", "--help"]),
        ("keys-scan-help", ["keys", "scan", "--help"]),
        ("templates-help", ["templates", "--help"]),
        ("templates-list-help", ["templates", "list", "--help"]),
        ("templates-show-help", ["templates", "show", "--help"]),
        ("templates-edit-help", ["templates", "edit", "--help"]),
        ("templates-rm-help", ["templates", "rm", "--help"]),
        ("templates-path-help", ["templates", "path", "--help"]),
        ("image-help", ["image", "--help"]),
        ("transcribe-help", ["transcribe", "--help"]),
        ("speak-help", ["speak", "--help"]),
        ("doctor-help", ["doctor", "--help"]),
        ("learn-help", ["learn", "--help"]),
        ("local-help", ["local", "--help"]),
        ("local-install-help", ["local", "install", "--help"]),
        ("local-start-help", ["local", "start", "--help"]),
        ("local-env-help", ["local", "env", "--help"]),
        ("local-status-help", ["local", "status", "--help"]),
        ("local-stop-help", ["local", "stop", "--help"]),
    ]

    @Test("Each help page equals its snapshot, on standard output, with exit code 0", arguments: pages)
    func page(_ page: (name: String, arguments: [String])) async throws {
        let result = try await CommandFixture().run(page.arguments)
        #expect(result.exitCode == 0)
        #expect(result.error == "")
        #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
        try expect(result.output, snapshot: page.name)
    }

    @Test("Every common way to request help works")
    func ways() async throws {
        let fixture = try CommandFixture()
        let root = try await fixture.run(["--help"]).output
        for way in [["-h"], ["help"]] { #expect(try await fixture.run(way).output == root) }
        let ask = try await fixture.run(["ask", "--help"]).output
        for way in [["help", "ask"], ["Hi", "-h"]] { #expect(try await fixture.run(way).output == ask) }
        let local = try await fixture.run(["local", "--help"]).output
        for way in [["local"], ["help", "local"], ["local", "help"]] {
            #expect(try await fixture.run(way).output == local)
        }
        #expect(
            try await fixture.run(["help", "local", "stop"]).output == fixture.run(["local", "stop", "-h"]).output
        )
    }

    @Test("The version is a single line")
    func version() async throws {
        let result = try await CommandFixture().run(["--version"])
        #expect(result.exitCode == 0)
        #expect(result.output.wholeMatch(of: /\d+\.\d+\.\d+(-dev)?\n/) != nil)
    }
}
