/// How an answer is shown.
package enum Rendering: Sendable, Hashable {
    /// As the model wrote it.
    case plain
    /// As Markdown on a screen whose last rows can be written anew.
    case screen(usesColor: Bool)
    /// As Markdown that only ever grows, for a pager: each block appears when it is whole.
    case appended(usesColor: Bool)

    /// Chooses for an output.
    ///
    /// - Parameter isRaw: Whether rendering was turned off.
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
            // Without colours the layout stays.
            case .auto where output.isPaged: .appended(usesColor: !wantsNoColor)
            case .auto: .screen(usesColor: !wantsNoColor)
            }
    }

    /// Whether there are colours.
    package var usesColor: Bool {
        switch self {
        case .plain: false
        case .screen(let usesColor), .appended(let usesColor): usesColor
        }
    }

    /// Whether rows on a screen are written anew.
    package var isOnScreen: Bool {
        if case .screen = self { true } else { false }
    }

    /// Whether a stream is a terminal whose user wants colours.
    package static func usesColor(_ stream: StandardStream, _ environment: [String: String]) -> Bool {
        Rendering(.auto, isRaw: false, output: stream, environment: environment) == .screen(usesColor: true)
    }
}
