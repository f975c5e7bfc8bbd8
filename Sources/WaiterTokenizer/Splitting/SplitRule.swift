/// Which of the published patterns cuts a text into pieces; the engines are specialised by it.
protocol SplitRule {
    static var pattern: SplitPattern { get }
}

enum SplitPattern {
    /// Words end at a change from lower to upper case and keep their contraction; numbers have up to three digits.
    case o200k
    /// Contractions are pieces of their own; numbers have up to three digits.
    case cl100k
    /// As GPT-2: only a blank may stand before a word, a number or a run of signs.
    case r50k
}

enum O200kRule: SplitRule {
    static var pattern: SplitPattern { @inline(__always) get { .o200k } }
}

enum CL100kRule: SplitRule {
    static var pattern: SplitPattern { @inline(__always) get { .cl100k } }
}

enum R50kRule: SplitRule {
    static var pattern: SplitPattern { @inline(__always) get { .r50k } }
}
