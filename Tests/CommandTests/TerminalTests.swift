import Foundation
import Testing
import Waiter
import WaiterTestSupport

@Suite("On a terminal")
struct TerminalTests {
    private static let erase = "\r\u{1B}[2K"

    /// The output on a terminal while the server waits and then answers.
    private func shown(
        columns: UInt16 = 80,
        term: String = "xterm",
        output: CommandStreams.Sink = .terminal,
        arguments: [String] = []
    ) async throws -> (terminal: String, result: CommandResult) {
        let gate = Gate()
        let scene = try Scene { _, _ in [.eventStreamHead, .wait(gate)] + Reply.stream("Hello").dropFirst() }
        let streams = CommandStreams(output: output, error: .terminal, columns: columns)
        let command = try await scene.start(["Hi"] + arguments, environment: ["TERM": term], streams: streams)
        let shows = term != "dumb" && !arguments.contains("-q")
        if shows {
            #expect(await (output == .terminal ? command.waitForOutput("waiti") : command.waitForError("waiti")))
        }
        gate.open()
        let result = await scene.finish(command)
        return (output == .terminal ? result.output : result.error, result)
    }

    @Test("A spinner is shown until the first content, and is erased completely")
    func spinner() async throws {
        let (terminal, result) = try await shown()
        #expect(terminal.contains("waiting for gpt-6.1-sol"))
        #expect(terminal.hasSuffix(Self.erase + "Hello\n"))
        #expect(result.exitCode == 0)
    }

    @Test("On a narrow terminal, the spinner stays on its line")
    func narrow() async throws {
        let (terminal, _) = try await shown(columns: 10)
        #expect(terminal.hasSuffix(Self.erase + "Hello\n"))
        for line in terminal.components(separatedBy: Self.erase) { #expect(line.count < 10, "\(line)") }
    }

    @Test("If the answer goes to a pipe, the spinner is on standard error only")
    func pipedAnswer() async throws {
        let (terminal, result) = try await shown(output: .pipe)
        #expect(result.output == "Hello\n")
        #expect(terminal.hasSuffix(Self.erase))
    }

    @Test("There is no spinner with -q, or where a line cannot be erased")
    func noSpinner() async throws {
        #expect(try await shown(arguments: ["-q"]).terminal == "Hello\n")
        #expect(try await shown(term: "dumb").terminal == "Hello\n")
    }

    @Test("Standard error is wrapped at word boundaries", arguments: [24, 40, 60] as [UInt16])
    func wrappedError(columns: UInt16) async throws {
        let message = "The deployment that you asked for has been retired; choose another one of the family."
        let scene = try Scene(Reply.error("400 Bad Request", message))
        let command = try await scene.start(["Hi", "-q"], streams: CommandStreams(error: .terminal, columns: columns))
        let lines = await scene.finish(command).error.split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= Int(columns) }, "\(lines)")
        let words = lines.flatMap { $0.split(separator: " ") }
        #expect(words.joined(separator: " ").contains(message))
        #expect(lines.last?.hasPrefix("  ") == true)
        let piped = try await scene.run("Hi")
        #expect(piped.error.contains("\n  \(message)\n"))
    }

    @Test("An error erases the spinner before it is printed")
    func errorAfterSpinner() async throws {
        let scene = try Scene(Reply.error("403 Forbidden", "No \u{1B}[2J."))
        let result = try await scene.run("Hi", streams: .terminal)
        let text = result.output
        let last = text.components(separatedBy: Self.erase).last ?? ""
        #expect(last.hasPrefix("waiter: the API key lacks permission for this"))
        #expect(last.contains("  No \u{FFFD}[2J."))
    }
}
