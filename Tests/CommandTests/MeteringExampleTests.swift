import Foundation
import Testing
import Waiter
import WaiterTestSupport

@Suite("The metered client example")
struct MeteringExampleTests {
    private func run(_ scene: Scene) async throws -> CommandResult {
        let waiter = try #require(CommandFixture.executable)
        let example = URL(fileURLWithPath: waiter).deletingLastPathComponent().appendingPathComponent("Metering").path
        return try await scene.fixture.run(
            ["-c", #"cd "$HOME" && exec "$0""#, example],
            environment: scene.environment,
            executable: "/bin/sh"
        )
    }

    @Test("It sends calls within its budget, reads back their cost, and is refused when the budget is spent")
    func example() async throws {
        let usage = #"{"prompt_tokens":1000,"completion_tokens":500,"total_tokens":1500}"#
        let choice = #"{"index":0,"message":{"role":"assistant","content":"A waiter."},"finish_reason":"stop"}"#
        let scene = try Scene([
            .response(#"{"model":"gpt-6.1-sol","choices":[\#(choice)],"usage":\#(usage)}"#)
        ])
        let first = try await run(scene)
        #expect(first.exitCode == 0, "\(first.error)")
        let lines = first.output.split(separator: "\n")
        #expect(lines.first == "A waiter.")
        #expect(lines.contains { $0.contains("gpt-6.1-sol complete $0.007") }, "\(first.output)")
        #expect(lines.contains { $0.hasPrefix("lesson 1 $0.007") }, "\(first.output)")
        #expect(lines.last == "the budget of $0.01 a day has $0.003 left")
        let second = try await run(scene)
        #expect(second.exitCode == 0, "\(second.error)")
        #expect(second.output.hasPrefix("not sent: the budget of $0.01 a day would be exceeded"), "\(second.output)")
        #expect(scene.server.requests.count == 1)
    }

    @Test("docs/usage.md quotes it exactly")
    func documentation() throws {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { root.deleteLastPathComponent() }
        func text(_ path: String) throws -> String {
            try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
        }
        #expect(try text("docs/usage.md").contains("```swift\n" + text("Examples/Metering/Metering.swift") + "```"))
    }
}
