/// The output format of an answer.
package enum Rendering: Sendable, Hashable {
    /// The model's text, unchanged.
    case plain
    /// Rendered Markdown on a screen whose last rows can be rewritten.
    case screen(usesColor: Bool)
    /// Append-only rendered Markdown, for a pager. Each block is written when it is complete.
    case appended(usesColor: Bool)

    /// Chooses the format for an output stream.
    ///
    /// - Parameters:
    ///   - choice: The value of `--color`.
    ///   - isRaw: Whether rendering is turned off.
    ///   - output: The stream that the answer is written to.
    ///   - environment: The environment variables. Only `TERM` and `NO_COLOR` are read.
    package init(
        _ choice: ColorChoice,
        isRaw: Bool,
        output: StandardStream,
        environment: [String: String]
    ) {
        let isDumb = environment["TERM"] == "dumb"
        let wantsNoColor = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        self =
            switch choice {
            case _ where isRaw: .plain
            case .never: .plain
            case .always:
                output.isTerminal && !isDumb && !output.isPaged ? .screen(usesColor: true) : .appended(usesColor: true)
            case .auto where !output.isTerminal || isDumb: .plain
            // The layout is rendered even if colors are off.
            case .auto where output.isPaged: .appended(usesColor: !wantsNoColor)
            case .auto: .screen(usesColor: !wantsNoColor)
            }
    }

    /// Whether output is colored.
    package var usesColor: Bool {
        switch self {
        case .plain: false
        case .screen(let usesColor), .appended(let usesColor): usesColor
        }
    }

    /// Whether rows on the screen are rewritten.
    package var isOnScreen: Bool {
        if case .screen = self { true } else { false }
    }

    /// Returns whether to use color on a stream that is a terminal.
    package static func usesColor(_ stream: StandardStream, _ environment: [String: String]) -> Bool {
        Rendering(.auto, isRaw: false, output: stream, environment: environment) == .screen(usesColor: true)
    }
}
