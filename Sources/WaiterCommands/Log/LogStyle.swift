internal import WaiterTerminal

/// The text styles of the log on a terminal.
struct LogStyle {
    /// Whether styles are used.
    let isOn: Bool

    init(_ choice: ColorChoice, _ context: CommandContext) {
        isOn =
            Rendering(choice, isRaw: false, output: context.console.output, environment: context.environment).usesColor
    }

    func strong(_ text: String) -> String { wrapped(text, "1") }

    func faint(_ text: String) -> String { wrapped(text, "2") }

    /// Styles a search match.
    func match(_ text: String) -> String { wrapped(text, "1;31") }

    private func wrapped(_ text: String, _ code: String) -> String {
        isOn && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
