import Testing
import Waiter
import WaiterTestSupport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A server with a script, and the command that sends requests to it.
struct Scene {
    static let key = "sk-test-0123456789abcdefGHIJ"

    let server: FaultServer
    let fixture: CommandFixture

    /// Creates a server with a script; a fixture is needed only for commands that run for long, or many at once.
    init(
        fixture: CommandFixture? = nil,
        _ script: @escaping @Sendable (FaultServer.Request, Int) -> [FaultServer.Step]
    ) throws {
        server = try FaultServer(script: script)
        self.fixture = try fixture ?? CommandFixture()
    }

    /// Creates a server that executes the same steps on every connection, before any request.
    init(greeting steps: [FaultServer.Step]) throws {
        server = try FaultServer(onAccept: { _ in steps }, script: { _, _ in [] })
        fixture = try CommandFixture()
    }

    /// Creates a server with the same answer for every request.
    init(_ steps: [FaultServer.Step]) throws {
        try self.init { _, _ in steps }
    }

    /// Declares in the profile that the server charges list prices, like the provider itself.
    func billingListPrices() throws -> Scene {
        try fixture.write(#"{"profiles": {"openai": {"billing": "list"}}}"#, to: "config.json")
        return self
    }

    /// The environment of a user with a key for this server.
    var environment: [String: String] {
        ["OPENAI_BASE_URL": server.address + "/v1", "OPENAI_API_KEY": Self.key]
    }

    /// Runs `waiter` with these arguments and checks two invariants: it exits, and it never shows the key.
    @discardableResult
    func run(
        _ arguments: String...,
        input: CommandInput = .empty,
        environment: [String: String] = [:],
        streams: CommandStreams = CommandStreams(),
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> CommandResult {
        let command = try await start(arguments, input: input, environment: environment, streams: streams)
        return await finish(command, sourceLocation: sourceLocation)
    }

    func start(
        _ arguments: [String],
        input: CommandInput = .empty,
        environment: [String: String] = [:],
        streams: CommandStreams = CommandStreams()
    ) async throws -> RunningCommand {
        try await fixture.start(
            arguments,
            input: input,
            environment: self.environment.merging(environment) { $1 },
            streams: streams
        )
    }

    @discardableResult
    func finish(
        _ command: RunningCommand,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async -> CommandResult {
        let result = await command.result()
        #expect(!result.isTimedOut, "the command hangs", sourceLocation: sourceLocation)
        let encoded = Data(Self.key.utf8).base64EncodedString()
        for text in [result.output, result.error] {
            let shows = text.contains(Self.key) || text.contains(encoded)
            #expect(!shows, "the key is shown", sourceLocation: sourceLocation)
        }
        return result
    }
}
