import Foundation
import Testing
import Waiter
import WaiterTestSupport

@Suite("Markdown on a terminal")
struct MarkdownTests {
    private static let text = "# Title\n\nSome **bold** text.\n\n```swift\nlet a = 1\n```\n"
    private static let escape = "\u{1B}["

    private func shown(
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        output: CommandStreams.Sink = .terminal,
        columns: UInt16 = 80,
        text: String = text
    ) async throws -> String {
        let scene = try Scene(Reply.stream(text))
        let command = try await scene.start(
            ["x"] + arguments,
            environment: ["TERM": "xterm"].merging(environment) { $1 },
            streams: CommandStreams(output: output, columns: columns)
        )
        let result = await scene.finish(command)
        #expect(result.exitCode == 0)
        return result.output
    }

    @Test("A terminal shows it rendered, and a pipe receives it unchanged")
    func rendered() async throws {
        let terminal = try await shown()
        #expect(!terminal.contains("**"))
        #expect(!terminal.contains("```"))
        #expect(terminal.contains(Self.escape))
        #expect(terminal.contains("bold"))
        #expect(terminal.hasSuffix("\n") && !terminal.hasSuffix("\n\n"))
        #expect(try await shown(output: .pipe) == Self.text)
    }

    @Test("TERM=dumb, --color never and --raw show it unchanged")
    func plain() async throws {
        #expect(try await shown(environment: ["TERM": "dumb"]) == Self.text)
        #expect(try await shown(["--color", "never"]) == Self.text)
        #expect(try await shown(["--raw"]) == Self.text)
    }

    @Test("NO_COLOR removes colors, and Markdown is still rendered")
    func withoutColours() async throws {
        let shown = try await shown(environment: ["NO_COLOR": "1"])
        #expect(shown.contains("\u{1B}[0;1;4mTitle") && shown.contains("\u{1B}[0;1mbold"))
        #expect(!shown.contains("**") && !shown.contains("```"))
        #expect(shown.firstMatch(of: /\e\[[0-9;]*[349][0-7]m/) == nil, "\(shown.debugDescription)")
        #expect(try await self.shown(environment: ["NO_COLOR": ""]).contains("\u{1B}[0;1;4;35mTitle"))
    }

    @Test("LaTeX reaches the terminal unchanged")
    func formulas() async throws {
        let shown = try await shown(text: #"So \(a_1 * b_1\) and $$\frac{1}{2}$$."#)
        #expect(shown == #"So \(a_1 * b_1\) and $$\frac{1}{2}$$."# + "\n")
    }

    @Test("--color always also renders for a pager, without cursor movement, and overrides NO_COLOR")
    func always() async throws {
        let paged = try await shown(["--color", "always"], environment: ["NO_COLOR": "1"], output: .pipe)
        #expect(paged.contains("bold") && !paged.contains("**"))
        // Color sequences end in m; all others would move the cursor or erase.
        #expect(paged.components(separatedBy: Self.escape).dropFirst().allSatisfy { Self.isColour($0) })
        #expect(!paged.contains("\r"))
        #expect(try await shown(["--color", "always"], environment: ["NO_COLOR": "1"]).contains(Self.escape))
    }

    private static func isColour(_ sequence: String) -> Bool {
        sequence.drop { $0.isNumber || $0 == ";" }.first == "m"
    }

    @Test("On ten columns, no line is longer and no word is lost")
    func narrow() async throws {
        let words = (0..<40).map { "word\($0)" }.joined(separator: " ")
        let terminal = try await shown(columns: 10, text: words)
        for number in 0..<40 { #expect(terminal.contains("word\(number)")) }
        #expect(terminal.split(separator: "\n").allSatisfy { $0.count <= 10 })
    }

    @Test("A split escape sequence never reaches the terminal")
    func harmless() async throws {
        let scene = try Scene(Reply.stream("a\u{1B}", "[2Jb ", "\u{9B}31m \u{202E}x `\u{7}`"))
        let result = try await scene.run(
            "x",
            environment: ["TERM": "xterm"],
            streams: CommandStreams(output: .terminal)
        )
        #expect(!result.output.contains("\u{1B}[2J"))
        for scalar: Unicode.Scalar in ["\u{9B}", "\u{202E}", "\u{7}"] {
            #expect(!result.output.unicodeScalars.contains(scalar))
        }
        #expect(result.output.contains("a\u{FFFD}[2Jb"))
    }
}
