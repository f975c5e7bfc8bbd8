import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A convention of the command line and the display names of the tests that verify it.
struct Convention: Sendable {
    var number: Int
    var rule: String
    var tests: [String]
    /// The part that is not implemented yet and cannot be tested.
    var missing: String?

    static let all = [
        Convention(
            number: 1,
            rule: "Standard output contains only the answer, standard error everything else",
            tests: [
                "A pipe receives the text and one newline, and standard error is empty",
                "Trailing newlines are reduced to one",
                "If the answer goes to a pipe, the spinner is on standard error only",
                "Reasoning is hidden, or shown only on standard error",
                "Tool calls, which plain text cannot show, are reported on standard error",
                "With --json, each failure is an object on standard error, and standard output is JSON or empty",
                "With --json, every line on standard error is JSON, including notices and -v output",
            ]
        ),
        Convention(
            number: 2,
            rule: "Color and Markdown on a terminal only; external text is sanitized there",
            tests: [
                "A terminal shows it rendered, and a pipe receives it unchanged",
                "TERM=dumb, --color never and --raw show it unchanged",
                "NO_COLOR removes colors, and Markdown is still rendered",
                "LaTeX reaches the terminal unchanged",
                "Typed text is not echoed, and is left for the shell",
                "However it ends, the terminal is restored",
                "Reasoning is dimmed on a terminal and separated from the answer",
                "Standard error is wrapped at word boundaries",
                "--color always also renders for a pager, without cursor movement, and overrides NO_COLOR",
                "A spinner is shown until the first content, and is erased completely",
                "There is no spinner with -q, or where a line cannot be erased",
                "Control characters reach a pipe unchanged and a terminal never",
                "A split escape sequence never reaches the terminal",
            ]
        ),
        Convention(
            number: 3,
            rule: "Piped text, a blank line, the question; no silent wait",
            tests: [
                "Piped text comes first, then a blank line, then the arguments",
                "A dash among the arguments is replaced by the piped text",
                "An empty or closed standard input is ignored",
                "A silent pipe is reported once after two seconds, and Ctrl-C ends the wait",
                "--no-stdin does not wait for a silent pipe",
                "A missing prompt is a usage error with an example",
            ]
        ),
        Convention(
            number: 4,
            rule: "The flags, short and long",
            tests: [
                "The model and the system prompt reach the server",
                "An image is sent as a data URL of the type detected from its bytes, regardless of its name",
                "Files, piped text and the prompt are sent in this order",
                "A template saved with --save-template is used with -t, with its values filled in",
                "Request options are sent with the type that the server expects",
                "-x writes only the first code block",
                "-u prints tokens and timing to standard error and requests usage from a stream",
                "-q hides retry delays",
                "-v shows requests, responses, timing and retries, but no key",
                "The printed request is exactly the request that is sent",
                "A dry run prints tokens and price to standard error, and only the request to standard output",
                "-u prints the cost of the answer at the answering model's prices",
                "--no-stream sends a non-streaming request",
                "--retries 0 makes a single attempt",
                "-c sends the previous messages with the same model and profile, and continues the conversation",
                "-n and WAITER_NO_LOG store no content, but the ledger records the calls",
            ],
            missing: "--schema"
        ),
        Convention(
            number: 5,
            rule: "IDs are ordered by time, and a unique prefix suffices",
            tests: [
                "--id continues any conversation by a prefix of its ID; unknown and ambiguous ones are reported",
                "An unknown or ambiguous ID is a usage error that lists candidates",
                "A terminal shows unique short IDs and lines that fit, without escape sequences from titles",
                "`last` is the most recently used conversation, not the most recently created",
            ]
        ),
        Convention(
            number: 6,
            rule: "ask is the default command",
            tests: [
                "The arguments are the prompt, with and without `ask`",
                "Prompts that start like a command are still prompts",
                "An unknown command gets the closest existing one, not an answer from a model",
                "Bare `waiter` on a terminal shows three examples and does not wait",
            ]
        ),
        Convention(
            number: 7,
            rule: "One table of exit codes",
            tests: [
                "Each outcome of a call has its exit code, message and next step",
                "A dry run exits with 4 if the prompt exceeds the context window, with token count and limit",
                "-x exits with 7 without a code block; the answer goes to standard error and the file stays empty",
                "A closed pipe ends the command silently",
                "A spent budget ends a question with exit code 11 and a message with the amounts and how to raise the budget",
            ]
        ),
        Convention(
            number: 8,
            rule: "An error is one line with the failure, its location and the next step",
            tests: [
                "Each outcome of a call has its exit code, message and next step",
                "With --json, each failure is an object on standard error, and standard output is JSON or empty",
                "The error for an unknown model suggests the closest existing one",
                "A failing server is retried, each attempt is reported as it happens, and then the failure",
                "A server that does not respond in time",
                "A host that does not exist",
            ]
        ),
        Convention(
            number: 9,
            rule: "Ctrl-C cancels and keeps the partial answer",
            tests: [
                "Ctrl-C before the first content exits at once, silently with -q",
                "Ctrl-C during a retry delay does not wait for its end",
                "A blocked reader of standard output cannot prevent the command from exiting",
                "Ctrl-C stores the partial answer as interrupted",
                "Ctrl-C during an answer keeps the partial text, also in the ledger, and the chat continues",
                "Ctrl-C at an empty prompt shows a hint and stays, and discards a started line",
                "Without a terminal, Ctrl-C exits with 130 and SIGTERM with 143; partial text is kept",
            ]
        ),
        Convention(
            number: 10,
            rule: "The REPL",
            tests: [
                "Lines are edited, recalled and sent with the conversation; Ctrl-D leaves and prints how to continue",
                "A multi-line paste is one question, and so is a quoted block",
                "Commands, models and turns are completed, questions are not",
                "Ctrl-X Ctrl-E opens the line in the user's editor",
                "All specified commands exist, and names from other programs are synonyms",
                "/help has one line per command, none wider than a terminal",
                "/undo and /branch move within the conversation, and the ledger keeps everything",
                "A server error is printed and the chat continues; /retry sends the question again",
                "The prompt shows the used share of the context window and the cost",
                "Standard output contains only the answers",
                "However the chat ends, the terminal is restored",
            ]
        ),
        Convention(
            number: 11,
            rule: "Location and permissions of files",
            tests: [
                "Without WAITER_HOME, the XDG directories are used unless they are empty or relative",
                "All paths are printed with their names, or a single path alone",
                "Without HOME, a question needs no files and prints one notice; commands that need files fail",
            ]
        ),
        Convention(
            number: 12,
            rule: "Flags override environment, profile, config file and built-in values, in this order",
            tests: [
                "Flags override variables, then the profile, the config file and built-in values",
                "Each value is printed with its source, and the key is masked",
                "Empty variables count as unset",
            ]
        ),
        Convention(
            number: 13,
            rule: "Keys are stored or printed by a command, and never shown",
            tests: [
                "Key files readable only by their owner are used; others are rejected with the command that fixes them",
                "A key command is not run",
                "A typed line is read, and echo is restored",
                "Only the last four characters are shown",
            ]
        ),
        Convention(
            number: 14,
            rule: "Profiles are named endpoints",
            tests: [
                "A custom profile is chosen by flag, variable or config file",
                "The error for an unknown profile has the closest name, the command that lists all names, and the source of the name",
                "Without a key, the error shows how to set one and how to use the local model",
            ]
        ),
        Convention(
            number: 15,
            rule: "Long operations show their progress",
            tests: [
                "On a terminal, one line shows the phase and progress, and is erased at the end",
                "Without a terminal, a line is written for every ten percent, and none with -q",
                "A spinner is shown until the first content, and is erased completely",
                "On a narrow terminal, the spinner stays on its line",
            ]
        ),
    ]
}

@Suite("The conventions of the command line")
struct ConventionTests {
    /// Returns all Swift sources of the tests in one text.
    private func sources() throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        var text = ""
        let folders = [
            "CommandTests", "WaiterCommandsTests", "WaiterCommandsTests/Chat", "WaiterCommandsTests/Keys",
            "WaiterLocalTests", "WaiterTerminalTests/LineEditing", "WaiterTerminalTests/Screen",
            "WaiterTerminalTests/Text",
        ]
        for folder in folders {
            let directory = root.appendingPathComponent(folder)
            for name in try FileManager.default.contentsOfDirectory(atPath: directory.path) {
                guard name.hasSuffix(".swift"), name != "ConventionTests.swift" else { continue }
                text += String(decoding: try Data(contentsOf: directory.appendingPathComponent(name)), as: UTF8.self)
            }
        }
        return text
    }

    @Test("Each convention is in the table once, with existing tests or a description of what is missing")
    func table() throws {
        #expect(Convention.all.map(\.number) == Array(1...15))
        let sources = try sources()
        for convention in Convention.all {
            #expect(!convention.tests.isEmpty || convention.missing != nil, "C\(convention.number)")
            for test in convention.tests {
                #expect(sources.contains("\"\(test)\""), "C\(convention.number): there is no test '\(test)'")
            }
        }
    }
}
