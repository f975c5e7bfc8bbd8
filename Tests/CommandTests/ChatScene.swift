import Testing
import Waiter
import WaiterTestSupport

/// A chat on a pseudo-terminal and its simulated user.
struct ChatScene {
    let scene: Scene
    let command: RunningCommand

    /// The byte sequences of keys.
    enum Key {
        static let left = "\u{1B}[D"
        static let up = "\u{1B}[A"
        static let enter = "\r"
        static let interrupt = "\u{03}"
        static let end = "\u{04}"
        static let editor = "\u{18}\u{05}"
        static func paste(_ text: String) -> String { "\u{1B}[200~\(text)\u{1B}[201~" }
    }

    /// Starts a chat and waits for its first prompt.
    init(
        _ scene: Scene,
        _ words: String...,
        environment: [String: String] = [:],
        columns: UInt16 = 80,
        output: CommandStreams.Sink = .terminal
    ) async throws {
        self.scene = scene
        let environment = ["TERM": "xterm", "NO_COLOR": "1"].merging(environment) { $1 }
        command = try await scene.start(
            ["chat"] + words,
            input: .terminal,
            environment: environment,
            streams: CommandStreams(output: output, error: .terminal, columns: columns)
        )
        // From then on, each key is read separately.
        let begun = "\u{1B}[?2004h"
        let hasPrompt = await output == .terminal ? command.waitForOutput(begun) : command.waitForError(begun)
        try #require(hasPrompt, "\(command.outputSoFar)")
    }

    /// Types a line and waits until a text is shown.
    func enter(_ text: String, until shown: String, sourceLocation: SourceLocation = #_sourceLocation) async {
        command.type(text + Key.enter)
        let isShown = await command.waitForOutput(shown)
        #expect(isShown, "\(command.outputSoFar.debugDescription)", sourceLocation: sourceLocation)
    }

    /// Leaves with Ctrl-D.
    @discardableResult
    func leave(sourceLocation: SourceLocation = #_sourceLocation) async -> CommandResult {
        command.type(Key.end)
        return await scene.finish(command, sourceLocation: sourceLocation)
    }

    /// The message texts of each request.
    var asked: [[String]] { Self.asked(scene) }

    static func asked(_ scene: Scene) -> [[String]] {
        scene.server.requests.filter { $0.method == "POST" }.map { request in
            request.json["messages"]?.arrayValue?.map { $0["content"]?.stringValue ?? "?" } ?? []
        }
    }

    /// Returns a server that answers the n-th question with `answer n.` and reports usage.
    static func server(
        _ special: @escaping @Sendable (FaultServer.Request, Int) -> [FaultServer.Step]? = { _, _ in nil }
    )
        throws -> Scene
    {
        try Scene { request, number in
            if let steps = special(request, number) { return steps }
            if request.method == "GET" { return Reply.models("gpt-6.1-sol", "gpt-6.1-luna") }
            let usage: JSONValue = ["prompt_tokens": 1_000, "completion_tokens": 100, "total_tokens": 1_100]
            let end = Reply.event(["choices": [], "usage": usage])
            let last = Reply.delta([:], finish: "stop")
            return [.eventStreamHead, Reply.piece("answer "), Reply.piece("\(number + 1)."), last, end]
                + [.chunk("data: [DONE]\n\n"), .lastChunk]
        }
    }
}
