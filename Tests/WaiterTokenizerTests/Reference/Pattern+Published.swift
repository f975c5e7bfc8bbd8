extension Pattern {
    /// ```
    /// [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
    /// [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?
    /// \p{N}{1,3}
    ///  ?[^\s\p{L}\p{N}]+[\r\n/]*
    /// \s*[\r\n]+
    /// \s+(?!\S)
    /// \s+
    /// ```
    static var o200k: Pattern {
        let endings = contractions(ignoringCase: true)
        return Pattern(alternatives: [
            Alternative(
                items: [optional(Kind.prefix), Item(matches: Kind.upper, least: 0), Item(matches: Kind.lower)],
                endings: endings
            ),
            Alternative(
                items: [optional(Kind.prefix), Item(matches: Kind.upper), Item(matches: Kind.lower, least: 0)],
                endings: endings
            ),
            Alternative(items: [Item(matches: Kind.number, most: 3)]),
            Alternative(items: [
                optional { $0 == " " }, Item(matches: Kind.other),
                Item(matches: { Kind.newline($0) || $0 == "/" }, least: 0),
            ]),
            Alternative(items: [Item(matches: Kind.space, least: 0), Item(matches: Kind.newline)]),
            Alternative(items: [Item(matches: Kind.space)], ahead: .nothingVisible),
            Alternative(items: [Item(matches: Kind.space)]),
        ])
    }

    /// ```
    /// '(?i:[sdmt]|ll|ve|re)
    /// [^\r\n\p{L}\p{N}]?+\p{L}++
    /// \p{N}{1,3}+
    ///  ?[^\s\p{L}\p{N}]++[\r\n]*+
    /// \s++$
    /// \s*[\r\n]
    /// \s+(?!\S)
    /// \s
    /// ```
    static var cl100k: Pattern {
        Pattern(
            alternatives: contractions(ignoringCase: true).map { Alternative(items: $0) } + [
                Alternative(items: [
                    Item(matches: Kind.prefix, least: 0, most: 1, isPossessive: true),
                    Item(matches: Kind.letter, isPossessive: true),
                ]),
                Alternative(items: [Item(matches: Kind.number, most: 3, isPossessive: true)]),
                Alternative(items: [
                    optional { $0 == " " }, Item(matches: Kind.other, isPossessive: true),
                    Item(matches: Kind.newline, least: 0, isPossessive: true),
                ]),
                Alternative(items: [Item(matches: Kind.space, isPossessive: true)], ahead: .end),
                Alternative(items: [Item(matches: Kind.space, least: 0), Item(matches: Kind.newline, most: 1)]),
                Alternative(items: [Item(matches: Kind.space)], ahead: .nothingVisible),
                Alternative(items: [Item(matches: Kind.space, most: 1)]),
            ]
        )
    }

    /// `'(?:[sdmt]|ll|ve|re)| ?\p{L}++| ?\p{N}++| ?[^\s\p{L}\p{N}]++|\s++$|\s+(?!\S)|\s`
    static var r50k: Pattern {
        Pattern(
            alternatives: contractions(ignoringCase: false).map { Alternative(items: $0) }
                + [Kind.letter, Kind.number, Kind.other].map {
                    Alternative(items: [optional { $0 == " " }, Item(matches: $0, isPossessive: true)])
                } + [
                    Alternative(items: [Item(matches: Kind.space, isPossessive: true)], ahead: .end),
                    Alternative(items: [Item(matches: Kind.space)], ahead: .nothingVisible),
                    Alternative(items: [Item(matches: Kind.space, most: 1)]),
                ]
        )
    }

    private static func optional(_ matches: @escaping @Sendable (Unicode.Scalar) -> Bool) -> Item {
        Item(matches: matches, least: 0, most: 1)
    }

    private static func contractions(ignoringCase: Bool) -> [[Item]] {
        ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"].map { text in
            text.unicodeScalars.map { wanted in
                Item(
                    matches: { found in
                        found == wanted
                            || ignoringCase && (found.properties.lowercaseMapping == String(wanted))
                            // The fold of the long s.
                            || ignoringCase && wanted == "s" && found == "\u{17F}"
                    },
                    most: 1
                )
            }
        }
    }
}
