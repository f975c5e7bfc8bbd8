/// The style of a cell. It consists of attributes and a role that the theme maps to a color.
struct TextStyle: Hashable {
    struct Attributes: OptionSet, Hashable {
        let rawValue: UInt8

        static let bold = Self(rawValue: 1)
        static let faint = Self(rawValue: 2)
        static let italic = Self(rawValue: 4)
        static let underline = Self(rawValue: 8)
        static let strikethrough = Self(rawValue: 16)
    }

    enum Role: UInt8 {
        case text, heading, code, link, added, removed
        case keyword, type, string, number, comment, property
    }

    static let plain = Self()
    /// Bullets, bars, rules and other decoration that is not part of the text.
    static let mark = Self(attributes: .faint)

    var attributes: Attributes = []
    var role = Role.text

    init(attributes: Attributes = [], role: Role = .text) {
        self.attributes = attributes
        self.role = role
    }
}
