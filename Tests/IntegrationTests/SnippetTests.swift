import Foundation
import Testing
import WaiterTestSupport

/// The code of the documentation: each file in Snippets is a program, which is built next to the tests.
@Suite("Code of the documentation", .serialized, .timeLimit(.minutes(5)))
struct SnippetTests {
    @Test("The snippets run on the local model", .enabled(if: Installed.isAvailable))
    func localModel() async throws {
        try await Served.with { served in
            for name in ["Lessons", "ClientGuide", "ServiceGuide"] {
                try await run(name, served.fixture, setup: #"eval "$("$0" local env --shell sh)""#)
            }
        }
    }

    @Test("The snippets on testing need no server", .enabled(if: CommandFixture.executable != nil))
    func scripted() async throws {
        try await run("TestingGuide", CommandFixture(), setup: ":")
    }

    /// Runs a snippet in the fixture's home directory, where it creates its files.
    private func run(_ name: String, _ fixture: CommandFixture, setup: String) async throws {
        let waiter = try #require(CommandFixture.executable)
        let snippet = URL(fileURLWithPath: waiter).deletingLastPathComponent().appendingPathComponent(name).path
        let result = try await fixture.run(
            ["-c", setup + #" && cd "$HOME" && exec "$1""#, waiter, snippet],
            environment: ["SWIFT_BACKTRACE": "enable=no"],
            executable: "/bin/sh"
        )
        #expect(result.exitCode == 0, "\(name): \(result.error)\n\(result.output)")
        #expect(result.output.hasSuffix("done\n"), "\(name): \(result.error)\n\(result.output)")
    }
}
