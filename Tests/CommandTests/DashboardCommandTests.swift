import Testing
import Waiter
import WaiterTestSupport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("The usage page of the command")
struct DashboardCommandTests {
    private static let answer: [FaultServer.Step] = [
        .response(
            """
            {"model":"gpt-4o-2024-08-06","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},\
            "finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100,\
            "prompt_tokens_details":{"cached_tokens":400}}}
            """
        )
    ]

    private func scene() throws -> Scene { try Scene { _, _ in Self.answer }.billingListPrices() }

    private func path(_ scene: Scene) -> String { scene.fixture.home + "/usage.html" }

    @Test("A page for an empty ledger says that there are no calls, and only its owner can read it")
    func empty() async throws {
        let scene = try scene()
        let result = try await scene.run("usage", "--html", path(scene))
        #expect(result.exitCode == 0 && result.output.isEmpty)
        #expect(result.error == "waiter: wrote \(path(scene))\n")
        #expect(try String(contentsOfFile: path(scene), encoding: .utf8).contains("No calls were recorded"))
        let mode = try FileManager.default.attributesOfItem(atPath: path(scene))[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("A page has the same totals as usage --json, but no conversation titles, and replaces an earlier page")
    func call() async throws {
        let scene = try scene()
        try await scene.run("usage", "--html", path(scene))
        let asked = try await scene.run(
            "ask",
            "A private title",
            "--no-stream",
            "--max-tokens",
            "100",
            "-m",
            "gpt-4o",
            "--tag",
            "<b>&"
        )
        #expect(asked.exitCode == 0)
        #expect(try await scene.run("usage", "--html", path(scene)).exitCode == 0)
        let page = try String(contentsOfFile: path(scene), encoding: .utf8)
        let total = try JSONValue(jsonText: await scene.run("usage", "--json").output)["total"]
        #expect(page.contains("<td>$\(total?["known_usd"]?.stringValue ?? "?")</td>"))
        #expect(page.contains("&lt;b&gt;&amp;") && !page.contains("<b>&"))
        #expect(!page.contains("private title") && page.contains("<svg"))
        #expect(try await scene.run("usage", "--html", path(scene), "--titles").exitCode == 0)
        #expect(try String(contentsOfFile: path(scene), encoding: .utf8).contains("private title"))
    }

    @Test("Another file is not replaced")
    func otherFile() async throws {
        let scene = try scene()
        try Data("mine".utf8).write(to: URL(fileURLWithPath: path(scene)))
        let result = try await scene.run("usage", "--html", path(scene))
        #expect(result.exitCode == 2)
        #expect(result.error.contains("exists and is not a usage page"), "\(result.error)")
        #expect(try String(contentsOfFile: path(scene), encoding: .utf8) == "mine")
    }

    @Test("Options that need --html, or contradict it, are refused")
    func options() async throws {
        let scene = try scene()
        for words in [["--open"], ["--titles"], ["--html", "x", "--json"], ["--html", "x", "--plot"]] {
            let command = try await scene.start(["usage"] + words)
            let result = await scene.finish(command)
            #expect(result.exitCode == 2, "\(words)")
            #expect(result.error.contains("--html"))
        }
    }
}
