/// The appearance of rendered Markdown on a terminal.
package struct MarkdownStyle: Hashable, Sendable {
    /// A style that uses the sixteen colors of the terminal, which follow the terminal's theme.
    package static let colored = Self(usesColor: true)
    /// A style that uses bold, italic, underlined and faint text, but no colors. Inline code keeps its backticks.
    package static let monochrome = Self(usesColor: false)

    package let usesColor: Bool

    package init(usesColor: Bool) {
        self.usesColor = usesColor
    }

    /// Appends the SGR sequence that switches the terminal to a style, regardless of the previous style.
    func appendSequence(for style: TextStyle, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: [0x1B, UInt8(ascii: "["), UInt8(ascii: "0")])
        for (attribute, code) in Self.codes where style.attributes.contains(attribute) {
            bytes.append(contentsOf: [UInt8(ascii: ";"), code])
        }
        if let color = color(of: style.role) {
            bytes.append(contentsOf: [UInt8(ascii: ";"), UInt8(ascii: "3"), color])
        } else if style.role == .comment, !style.attributes.contains(.faint) {
            bytes.append(contentsOf: [UInt8(ascii: ";"), UInt8(ascii: "2")])
        }
        bytes.append(UInt8(ascii: "m"))
    }

    private static let codes: [(TextStyle.Attributes, UInt8)] = [
        (.bold, UInt8(ascii: "1")), (.faint, UInt8(ascii: "2")), (.italic, UInt8(ascii: "3")),
        (.underline, UInt8(ascii: "4")), (.strikethrough, UInt8(ascii: "9")),
    ]

    private func color(of role: TextStyle.Role) -> UInt8? {
        guard usesColor else { return nil }
        switch role {
        case .text, .comment: return nil
        case .removed: return UInt8(ascii: "1")
        case .string, .added: return UInt8(ascii: "2")
        case .number: return UInt8(ascii: "3")
        case .link, .property: return UInt8(ascii: "4")
        case .heading, .keyword: return UInt8(ascii: "5")
        case .code, .type: return UInt8(ascii: "6")
        }
    }
}
