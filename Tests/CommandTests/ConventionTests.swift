import Testing

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A convention of the command line, and the tests that hold it, by their names.
struct Convention: Sendable {
    var number: Int
    var rule: String
    var tests: [String]
    /// What of it is not there yet, so that nothing could be tested.
    var missing: String?

    static let all = [
        Convention(
            number: 1,
            rule: "Standard output is the answer, standard error is everything else",
            tests: [
                "A pipe gets the text and one newline, and standard error nothing",
                "However many newlines end the text, one is written",
                "With the answer in a pipe the spinner is on standard error alone",
                "Reasoning is hidden, or shown on standard error alone",
                "Tool calls, which plain text cannot show, are told on standard error",
                "With --json each ending is an object on standard error, and standard output is JSON or nothing",
                "With --json every line on standard error is JSON, notices and the exchange of -v included",
            ]
        ),
        Convention(
            number: 2,
            rule: "Colour and Markdown on a terminal only; text from elsewhere is harmless there",
            tests: [
                "A terminal shows it rendered, a pipe gets it as it is",
                "TERM=dumb, --color never and --raw show it as it is",
                "NO_COLOR takes the colours away, and Markdown stays laid out",
                "LaTeX reaches the terminal as the model wrote it",
                "What is typed is not shown, and waits for the shell",
                "However it ends, the terminal is what it was",
                "Reasoning is dimmed on a terminal, and apart from the answer",
                "Standard error is broken at words",
                "--color always renders for a pager too, without moving the cursor, and wins over NO_COLOR",
                "A spinner turns until the first word, and leaves nothing behind",
                "There is no spinner with -q, nor where a line cannot be taken back",
                "Control characters reach a pipe unchanged and a terminal never",
                "An escape sequence cut in two never reaches the terminal",
            ]
        ),
        Convention(
            number: 3,
            rule: "Piped text, a blank line, the question; never a silent wait",
            tests: [
                "Piped text comes first, then a blank line, then the words",
                "A dash among the words stands for the piped text",
                "An empty or closed standard input is no input",
                "A silent pipe is told once after two seconds, and Ctrl-C ends the wait",
                "With --no-stdin a silent pipe is not waited for",
                "No prompt at all is a mistake, with an example",
            ]
        ),
        Convention(
            number: 4,
            rule: "The flags, short and long",
            tests: [
                "The model and the system prompt reach the server",
                "An image goes as a data URL of the type that its bytes tell, whatever it is called",
                "Files, piped text and prompt are sent in this order",
                "What is saved with --save-template is asked again with -t, with its values filled in",
                "Request options get the type that the server wants",
                "-x writes the first code block and nothing else",
                "-u says tokens and times on standard error, and asks a stream for them",
                "With -q the waits are not told",
                "-v shows the exchange, its times and the retries, and no key",
                "What is written is, to the letter, what is then sent",
                "A dry run says tokens and price on standard error, and standard output stays the request",
                "-u says what the answer has cost, at the prices of the model that answered",
                "With --no-stream the request asks for no stream",
                "With --retries 0 there is one attempt",
                "-c sends what was said before, with the model and the profile of then, and goes on with it",
                "With -n or WAITER_NO_LOG nothing of what was said is written, and the calls are on the ledger all the same",
            ],
            missing: "--schema"
        ),
        Convention(
            number: 5,
            rule: "Ids are ordered by time, and a unique beginning suffices",
            tests: [
                "--id carries on any conversation by the beginning of its ID; unknown and ambiguous ones are said",
                "An ID that is unknown or not unique is a mistake that names what may be meant",
                "A terminal gets short IDs that are unique, and lines that fit, harmless whatever the title holds",
                "`last` is the one that was used last, not the one that began last",
            ]
        ),
        Convention(
            number: 6,
            rule: "ask is the default command",
            tests: [
                "The words of the command line are the prompt, with and without `ask`",
                "Prompts that begin like a command are still prompts",
                "A command that does not exist gets the nearest that does, not an answer from a model",
                "Bare `waiter` on a terminal shows three examples and does not wait",
            ]
        ),
        Convention(
            number: 7,
            rule: "One table of exit codes",
            tests: [
                "The ending of a call has its exit code, words and remedy",
                "A prompt that does not fit the context ends a dry run with 4, with tokens and limit",
                "Without a code block -x ends with exit 7; the answer is on standard error, the file stays empty",
                "A reader that goes away ends the command quietly",
                "A budget that is used up ends a question with 11, and the message says which, how much, and what raises it",
            ]
        ),
        Convention(
            number: 8,
            rule: "An error is one line with what, where and the next step",
            tests: [
                "The ending of a call has its exit code, words and remedy",
                "With --json each ending is an object on standard error, and standard output is JSON or nothing",
                "A model that does not exist is named together with the nearest that does",
                "A failing server is tried again, each try is told as it happens, and then the failure",
                "A server that does not answer in time",
                "A host that does not exist",
            ]
        ),
        Convention(
            number: 9,
            rule: "Ctrl-C cancels and keeps what came",
            tests: [
                "Ctrl-C before the first word ends at once, quietly with -q",
                "Ctrl-C in the pause before another attempt does not wait for its end",
                "A reader that stops reading cannot keep the command from ending",
                "Ctrl-C keeps what came, as interrupted",
                "Ctrl-C in the middle of an answer keeps what came, in the ledger as well, and the chat goes on",
                "Ctrl-C at an empty prompt hints and stays, and throws a line away that was begun",
                "Ctrl-C without a terminal ends it with 130, and SIGTERM with 143; what came is kept",
            ]
        ),
        Convention(
            number: 10,
            rule: "The REPL",
            tests: [
                "Lines are edited, recalled and asked with what was said before; Ctrl-D leaves and says how to go on",
                "A paste of several lines is one question, and so is a block between quotes",
                "Commands, models and turns are completed, questions are not",
                "Ctrl-X Ctrl-E opens the line in the user's editor",
                "What C10 names is there, and the words of other programs lead to it",
                "/help has a line for every command, none too long for a terminal",
                "/undo and /branch move in the conversation, and all of it is in the ledger",
                "An error of the server is told and the chat goes on; /retry asks again",
                "The prompt tells the fill of the context and the cost",
                "Standard output has the answers and nothing else",
                "However the chat ends, the terminal is what it was",
            ]
        ),
        Convention(
            number: 11,
            rule: "Where files are kept, and who may read them",
            tests: [
                "Without WAITER_HOME the XDG directories count, but not when empty or relative",
                "All paths are printed with their names, or one of them alone",
                "Without HOME a question is asked without files, which is said once; what is nothing without files says why",
            ]
        ),
        Convention(
            number: 12,
            rule: "Flags over environment over profile over config file over what is built in",
            tests: [
                "Flags win over variables, over the profile, over the config file, over what is built in",
                "Each value is shown with where it comes from, the key masked",
                "Empty variables count as unset",
            ]
        ),
        Convention(
            number: 13,
            rule: "Keys are kept, or printed by a command, and never shown",
            tests: [
                "Keys that only their owner can read are used; others are refused with what mends it",
                "A key that a command prints is not asked for",
                "A typed line is read, and the terminal shows input again",
                "Only the last four characters are shown",
            ]
        ),
        Convention(
            number: 14,
            rule: "Profiles are named endpoints",
            tests: [
                "A profile of one's own is chosen by flag, variable or config file",
                "An unknown profile gets the nearest name, all names, and where it was asked for",
                "Without any key the way to one, and to the model on this machine, is shown",
            ]
        ),
        Convention(
            number: 15,
            rule: "What takes long says how far it is",
            tests: [
                "On a terminal one line says what is done and how far it is, and is taken away at the end",
                "Elsewhere a line is written for each tenth, and none with -q",
                "A spinner turns until the first word, and leaves nothing behind",
                "On a narrow terminal the spinner keeps to its line",
            ]
        ),
    ]
}

@Suite("The conventions of the command line")
struct ConventionTests {
    /// All Swift sources of the tests in one text.
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

    @Test("Each convention is in the table once, with tests that exist or what is missing")
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
