import Foundation
import Testing
import WaiterTestSupport

@Suite("The manual page")
struct ManualTests {
    private static let groff = ["/usr/bin/groff", "/opt/homebrew/bin/groff", "/usr/local/bin/groff"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    private func page() async throws -> String {
        let result = try await CommandFixture().run(["generate-manual"])
        #expect(result.exitCode == 0 && result.error == "")
        return result.output
    }

    @Test("It contains every command and option shown in the help")
    func complete() async throws {
        let page = try await page()
        let snapshots = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Snapshots")
        for (name, arguments) in HelpTests.pages where name != "waiter-help" {
            let command = (["waiter"] + arguments.dropLast()).joined(separator: " ")
            #expect(page.contains(".SS \"\(command)\"\n"), "\(command)")
            let help = try String(contentsOf: snapshots.appendingPathComponent(name + ".txt"), encoding: .utf8)
            for option in help.matches(of: /\n  (?:-\w, )?(--[\w-]+)/).map({ String($0.output.1) })
            where option != "--version" {
                let escaped = option.split(separator: "-", omittingEmptySubsequences: false).joined(separator: "\\-")
                #expect(page.contains(escaped), "\(option) of \(command)")
            }
        }
        for section in ["NAME", "SYNOPSIS", "EXIT STATUS", "ENVIRONMENT", "FILES", "SERVER OPTIONS"] {
            #expect(page.contains(".SH \"\(section)\"\n"))
        }
    }

    @Test("groff renders it without a warning", .enabled(if: groff != nil))
    func renders() async throws {
        let result = try await CommandFixture().run(
            ["-man", "-Tutf8", "-ww", "-P-c"],
            input: .text(page()),
            executable: Self.groff
        )
        #expect(result.exitCode == 0 && result.error == "")
        let text = result.output.replacing(/.\u{8}/, with: "")
        #expect(text.contains("waiter - talk to large language models from the terminal"))
        #expect(text.contains("-m, --model <model>"))
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("(values: show, hide, inline; default: hide)"))
        #expect(words.contains("Show at most this many results; 0 shows all. (default: 20)"))
        #expect(text.contains("waiter -m gpt-6.1-sol -o temperature 0.2 --json 'Name three colors.'"))
        #expect(text.contains("$XDG_CONFIG_HOME/waiter/config.json"))
    }

    @Test("A question may start with the word manual")
    func question() async throws {
        let scene = try Scene(Reply.stream("Hello"))
        #expect(try await scene.run("manual", "for", "git").output == "Hello\n")
    }
}
